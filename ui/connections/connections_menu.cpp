// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connections_menu.h"

#include "ui/connections/certificate_dialog.h"
#include "ui/connections/connection_dialog.h"
#include "ui/connections/connections_dialog.h"

#include <QAction>

namespace gatehouse::ui {

ConnectionsMenu::ConnectionsMenu(Connections& connections, QWidget* window)
    : QMenu(window), m_connections(connections), m_window(window) {
    setObjectName(QStringLiteral("connectionsMenu"));
    setTitle(tr("&Connections"));
    // Later: it may be one of these actions that brought it about.
    connect(&connections, &Connections::changed, this, &ConnectionsMenu::fill, Qt::QueuedConnection);
    connect(&connections, &Connections::currentChanged, this, &ConnectionsMenu::fill, Qt::QueuedConnection);
    connect(&connections, &Connections::certificateChanged, this, &ConnectionsMenu::compare);
    connect(&connections, &Connections::tokenNeeded, this, [this](const QString& id, TokenKeeper::Outcome why) {
        openConnectionDialog(m_connections, id,
                             why == TokenKeeper::Outcome::Absent
                                 ? TokenKeeper::sentenceOf(TokenKeeper::Outcome::Missing)
                                 : TokenKeeper::sentenceOf(why),
                             m_window);
    });
    connect(&connections.tokens(), &TokenKeeper::waiting, this, [this] {
        const auto id = m_connections.choosing();
        if (id.isEmpty())
            return;
        m_connections.console().toast.say(tr("The key chain has not answered yet. It may wait for its password."),
                                          tr("Enter the token"), [this, id] {
                                              m_connections.tokens().giveUp();
                                              openConnectionDialog(m_connections, id, {}, m_window);
                                          });
    });
    fill();
}

void ConnectionsMenu::fill() {
    clear();
    const auto addChoice = [this](const QString& id, const QString& name, const QIcon& icon) {
        const bool current = m_connections.current() == id;
        const auto& look = m_connections.console().theme;
        auto* action = addAction(current ? look.icon(QStringLiteral("circle-check"), Theme::Tone::Success) : icon,
                                 QString(name).replace(u'&', QStringLiteral("&&")));
        action->setObjectName(id.isEmpty() ? QStringLiteral("actionThisComputer")
                                           : QString(QStringLiteral("actionConnect_") + id));
        action->setCheckable(true);
        action->setChecked(current);
        connect(action, &QAction::triggered, this, [this, id] {
            m_connections.choose(id);
            // What was clicked is checked only once it is connected.
            QMetaObject::invokeMethod(this, &ConnectionsMenu::fill, Qt::QueuedConnection);
        });
        return action;
    };
    const auto& theme = m_connections.console().theme;
    addChoice({}, tr("This computer"), theme.icon(QStringLiteral("device-desktop")))
        ->setEnabled(m_connections.hasEmbedded());
    for (const auto& remote : m_connections.remotes())
        addChoice(remote.id,
                  remote.id == m_connections.choosing() ? tr("%1 (waiting for the key chain)").arg(remote.name)
                                                        : remote.name,
                  theme.icon(remote.isProtected ? QStringLiteral("shield-lock") : QStringLiteral("server")));
    addSeparator();
    auto* more = addAction(theme.icon(QStringLiteral("plus")), tr("&Add a connection…"), this, &ConnectionsMenu::add);
    more->setObjectName(QStringLiteral("actionAddConnection"));
    auto* edit =
        addAction(theme.icon(QStringLiteral("settings")), tr("&Manage connections…"), this, &ConnectionsMenu::manage);
    edit->setObjectName(QStringLiteral("actionManageConnections"));
}

void ConnectionsMenu::add() {
    openConnectionDialog(m_connections, {}, {}, m_window);
}

void ConnectionsMenu::manage() {
    auto* dialog = new ConnectionsDialog(m_connections, m_window);
    dialog->open();
}

void ConnectionsMenu::compare(const QString& id, const QSslCertificate& found) {
    const auto* connection = m_connections.find(id);
    if (connection == nullptr || m_comparing)
        return;
    m_comparing = true;
    const auto known = QSslCertificate::fromData(connection->certificate, QSsl::Pem).value(0);
    auto* dialog = new CertificateDialog(m_connections.console().theme, connection->name, known, found, m_window);
    connect(dialog, &QDialog::finished, this, [this, id, found](int result) {
        m_comparing = false;
        if (result == QDialog::Accepted)
            m_connections.trust(id, found);
    });
    dialog->open();
}

} // namespace gatehouse::ui
