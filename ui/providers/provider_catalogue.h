// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// An entry of the gateway's catalogue: what a new provider can be made from. Texts come from outside: shown plainly.
struct CatalogueEntry {
    QString id;
    QString name;
    QString category;
    QString baseUrl; // may hold {NAME} places
    QString dialect;
    QString auth;          // in the catalogue's words: "none|bearer"
    QStringList authKinds; // those that the gateway has, as a provider's "auth" names them
    QStringList places;    // names of the {NAME} places
    // Where only another dialect of it is spoken here: that one, at "baseUrl", and how its key is then sent.
    QString alternativeDialect;
    QString alternativeAuth;
    bool keyOptional = false;
    bool needsBaseUrl = false;
    bool supported = true;
    QString unsupportedBecause;
    QStringList environment; // variables that its documentation uses
    QString note;
};

// The catalogue, read once from each gateway. UI thread.
class ProviderCatalogue : public QObject {
    Q_OBJECT

public:
    explicit ProviderCatalogue(GatewayClient& client, QObject* parent = nullptr);

    void load();                                                         // does nothing where it stands already
    const QVector<CatalogueEntry>& presets() const { return m_presets; } // by category, then name
    const CatalogueEntry* find(const QString& id) const;
    bool loaded() const { return m_loaded; }
    const Problem& problem() const { return m_problem; }

Q_SIGNALS:
    void changed(); // loaded, or not: then problem() says why

private:
    void fetch(const QString& cursor);

    GatewayClient& m_client;
    QVector<CatalogueEntry> m_presets;
    QVector<CatalogueEntry> m_coming;
    Problem m_problem;
    bool m_loaded = false;
    bool m_loading = false;
};

} // namespace gatehouse::ui
