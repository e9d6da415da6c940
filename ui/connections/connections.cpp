// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connections.h"

#include "ui/client/certificate_pin.h"

#include <QColor>
#include <QSettings>
#include <algorithm>

namespace gatehouse::ui {
namespace {

const QString currentKey = QStringLiteral("connections/current");

} // namespace

Connections::Connections(Console& console, QObject* parent)
    : QObject(parent), m_console(console), m_remotes(loadConnections()) {
    connect(&console.theme, &Theme::changed, this, &Connections::currentChanged); // the band's colour is the theme's
    connect(&console.client, &GatewayClient::certificateRefused, this, [this](const QSslCertificate& found) {
        if (!m_current.isEmpty())
            Q_EMIT certificateChanged(m_current, found);
    });
}

GatewayAddress Connections::addressOf(const Connection& connection, const QByteArray& token) {
    GatewayAddress address;
    address.name = connection.name;
    address.admin = connection.admin;
    address.gateway = connection.gateway;
    address.token = token;
    const auto trusted = QSslCertificate::fromData(connection.certificate, QSsl::Pem);
    if (!trusted.isEmpty())
        address.certificate = fingerprintOf(trusted.first());
    return address;
}

void Connections::setEmbedded(const GatewayAddress& address) {
    const bool first = m_embedded.admin.isEmpty();
    m_embedded = address;
    Q_EMIT changed();
    if (!m_current.isEmpty())
        return; // a remote is shown
    const auto last = QSettings().value(currentKey).toString();
    m_console.client.connectTo(address);
    m_console.changes.setProtected(false);
    Q_EMIT currentChanged();
    if (first && find(last) != nullptr)
        choose(last);
}

const Connection* Connections::find(const QString& id) const {
    const auto found =
        std::find_if(m_remotes.begin(), m_remotes.end(), [&id](const Connection& one) { return one.id == id; });
    return found == m_remotes.end() ? nullptr : &*found;
}

void Connections::choose(const QString& id) {
    m_tokens.giveUp();
    m_choosing.clear();
    if (id.isEmpty()) {
        m_current.clear();
        QSettings().setValue(currentKey, QString());
        if (hasEmbedded())
            m_console.client.connectTo(m_embedded);
        m_console.changes.setProtected(false);
        Q_EMIT currentChanged();
        return;
    }
    if (find(id) == nullptr)
        return;
    m_choosing = id;
    Q_EMIT changed();
    m_tokens.read(id, this, [this, id](TokenKeeper::Outcome outcome, const QByteArray& token) {
        m_choosing.clear();
        Q_EMIT changed();
        if (outcome == TokenKeeper::Outcome::Done)
            connectWith(id, token);
        else
            Q_EMIT tokenNeeded(id, outcome);
    });
}

void Connections::connectWith(const QString& id, const QByteArray& token) {
    const auto* connection = find(id);
    if (connection == nullptr)
        return;
    m_current = id;
    QSettings().setValue(currentKey, id);
    m_console.client.connectTo(addressOf(*connection, token));
    m_console.changes.setProtected(connection->isProtected);
    Q_EMIT currentChanged();
}

QColor Connections::bandColor() const {
    const auto* connection = find(m_current);
    if (connection == nullptr)
        return {};
    const auto& colors = m_console.theme.tokens().chart;
    return colors[static_cast<std::size_t>(connection->color) % colors.size()];
}

void Connections::put(const Connection& connection) {
    const auto found = std::find_if(m_remotes.begin(), m_remotes.end(),
                                    [&connection](const Connection& one) { return one.id == connection.id; });
    if (found == m_remotes.end())
        m_remotes.append(connection);
    else
        *found = connection;
    saveConnections(m_remotes);
    Q_EMIT changed();
    if (m_current == connection.id) { // with what was edited
        const auto token = m_console.client.address().token;
        connectWith(connection.id, token);
    }
}

void Connections::remove(const QString& id) {
    m_remotes.removeIf([&id](const Connection& one) { return one.id == id; });
    saveConnections(m_remotes);
    m_tokens.remove(id);
    Q_EMIT changed();
    if (m_current == id)
        choose({});
}

void Connections::trust(const QString& id, const QSslCertificate& certificate) {
    const auto* standing = find(id);
    if (standing == nullptr)
        return;
    auto connection = *standing;
    connection.certificate = certificate.toPem();
    put(connection);
}

} // namespace gatehouse::ui
