// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/gateway_watch.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace gatehouse::ui {

class MainWindow;
class RouteSwitch;

// The icon in the desktop's tray: how the gateway is, by shape, and a menu with what is wanted most. Made only where
// there is a tray.
class Tray : public QObject {
    Q_OBJECT

public:
    Tray(const Theme& theme, MainWindow& window, RouteSwitch& routes, QObject* parent);
    void say(const QString& title, const QString& text);
    QMenu& menu() { return m_menu; }

Q_SIGNALS:
    void quitAsked();

private:
    void show();

    const Theme& m_theme;
    MainWindow& m_window;
    RouteSwitch& m_routes;
    QSystemTrayIcon m_icon;
    QMenu m_menu;
    QAction* m_state;
    QAction* m_route;
    QAction* m_spend;
    QAction* m_approvals;
};

} // namespace gatehouse::ui
