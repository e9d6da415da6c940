// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/resource_list.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <functional>

namespace gatehouse::ui {

// Names to choose from: the providers, and the models of each as the catalogue and the provider itself list them. Asked
// for when first wanted. UI thread.
class ModelBook : public QObject {
    Q_OBJECT

public:
    ModelBook(GatewayClient& client, const ResourceList& providers, QObject* parent);

    QStringList providers() const; // the demo provider last, where it is on
    bool knows(const QString& provider) const { return providers().contains(provider); }
    // What is known by now; modelsChanged() tells of more.
    QStringList modelsOf(const QString& provider);

Q_SIGNALS:
    void providersChanged();
    void modelsChanged(const QString& provider);

private:
    void askForDemo();
    void add(const QString& provider, const QStringList& models);

    GatewayClient& m_client;
    const ResourceList& m_providers;
    QHash<QString, QStringList> m_models; // sorted
    QSet<QString> m_asked;
    bool m_demo = false;
};

} // namespace gatehouse::ui
