// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connections.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

class ConnectionSetup;
class Form;

// "Connect to a gateway" as a page, such as that of the first run. Its button is "connectButton".
class ConnectPage : public QWidget {
    Q_OBJECT

public:
    explicit ConnectPage(Connections& connections, QWidget* parent = nullptr);

Q_SIGNALS:
    void connected();

private:
    void start();
    void setBusy(bool busy);

    Form* m_form;
    ConnectionSetup* m_setup;
    QLabel* m_banner;
    QPushButton* m_connect;
};

} // namespace gatehouse::ui
