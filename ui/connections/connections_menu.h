// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connections.h"

#include <QMenu>

namespace gatehouse::ui {

// The gateways to choose from, and the way to more: for the header and the menu Gateway. It also asks what choosing
// one brings up: a token that is not there, a certificate that changed. One for each window.
class ConnectionsMenu : public QMenu {
    Q_OBJECT

public:
    ConnectionsMenu(Connections& connections, QWidget* window);
    void add();
    void manage();

private:
    void fill();
    void compare(const QString& id, const QSslCertificate& found);

    Connections& m_connections;
    QWidget* m_window;
    bool m_comparing = false;
};

} // namespace gatehouse::ui
