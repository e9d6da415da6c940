// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connection.h"
#include "ui/connections/token_keeper.h"
#include "ui/widgets/console.h"

#include <QObject>
#include <QSslCertificate>

namespace gatehouse::ui {

// The gateways that the console can speak to: this computer's own and remote ones. Choosing one fetches its token and
// leads the client there; what it shows of itself changes meanwhile nothing. UI thread.
class Connections : public QObject {
    Q_OBJECT

public:
    explicit Connections(Console& console, QObject* parent = nullptr);

    // This computer's gateway, once it runs. It becomes the current one unless a remote was chosen.
    void setEmbedded(const GatewayAddress& address);
    bool hasEmbedded() const { return !m_embedded.admin.isEmpty(); }
    const QVector<Connection>& remotes() const { return m_remotes; }
    const Connection* find(const QString& id) const;

    // "": this computer. Asks the key chain for the token; tokenNeeded() where there is none.
    void choose(const QString& id);
    QString current() const { return m_current; }
    QString choosing() const { return m_choosing; } // being led to; "" none
    QColor bandColor() const;                       // of the current remote; invalid for this computer

    // Adds it, or replaces the one with this id. "token" empty: as before.
    void put(const Connection& connection);
    void remove(const QString& id);
    // The person trusts this certificate from now on.
    void trust(const QString& id, const QSslCertificate& certificate);
    void connectWith(const QString& id, const QByteArray& token);

    TokenKeeper& tokens() { return m_tokens; }
    Console& console() { return m_console; }
    static GatewayAddress addressOf(const Connection& connection, const QByteArray& token);

Q_SIGNALS:
    void changed();
    void currentChanged();
    void tokenNeeded(const QString& id, gatehouse::ui::TokenKeeper::Outcome why);
    void certificateChanged(const QString& id, const QSslCertificate& found);

private:
    Console& m_console;
    TokenKeeper m_tokens;
    GatewayAddress m_embedded;
    QVector<Connection> m_remotes;
    QString m_current;
    QString m_choosing;
};

} // namespace gatehouse::ui
