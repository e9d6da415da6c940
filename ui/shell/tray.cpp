// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tray.h"

#include "ui/shell/main_window.h"
#include "ui/shell/notification_center.h"
#include "ui/shell/route_switch.h"

#include <algorithm>

namespace gatehouse::ui {

Tray::Tray(const Theme& theme, MainWindow& window, RouteSwitch& routes, QObject* parent)
    : QObject(parent), m_theme(theme), m_window(window), m_routes(routes) {
    m_menu.setObjectName(QStringLiteral("trayMenu"));
    m_state = m_menu.addAction(QString());
    m_route = m_menu.addAction(QString());
    m_spend = m_menu.addAction(QString());
    m_approvals = m_menu.addAction(QString());
    m_approvals->setObjectName(QStringLiteral("trayApprovals"));
    connect(m_state, &QAction::triggered, &window, &MainWindow::raiseToFront);
    connect(m_route, &QAction::triggered, &window, [&window] {
        window.raiseToFront();
        window.openView(QStringLiteral("routes"));
    });
    connect(m_spend, &QAction::triggered, &window, [&window] {
        window.raiseToFront();
        window.openView(QStringLiteral("overview"));
    });
    connect(m_approvals, &QAction::triggered, &window, [&window] {
        window.raiseToFront();
        window.openView(QStringLiteral("approvals"));
    });
    connect(&window.notifications(), &NotificationCenter::changed, this, &Tray::show);
    m_menu.addSeparator();
    const auto commands = window.commands();
    const auto pause = std::find_if(commands.begin(), commands.end(), [](const QAction* action) {
        return action->objectName() == QLatin1String("actionPause");
    });
    if (pause != commands.end())
        m_menu.addAction(*pause);
    m_menu.addMenu(routes.menu());
    auto* log = m_menu.addAction(tr("Open &log"));
    log->setObjectName(QStringLiteral("trayLog"));
    connect(log, &QAction::triggered, &window, [&window] {
        window.raiseToFront();
        window.openView(QStringLiteral("log"));
    });
    auto* open = m_menu.addAction(tr("Open &window"));
    connect(open, &QAction::triggered, &window, &MainWindow::raiseToFront);
    m_menu.addSeparator();
    auto* quit = m_menu.addAction(tr("&Quit"));
    quit->setObjectName(QStringLiteral("trayQuit"));
    connect(quit, &QAction::triggered, this, &Tray::quitAsked);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            m_window.raiseToFront();
    });
    connect(&m_menu, &QMenu::aboutToShow, this, &Tray::show);
    connect(&window.gatewayWatch(), &GatewayWatch::changed, this, &Tray::show);
    connect(&routes, &RouteSwitch::changed, this, &Tray::show);
    connect(&theme, &Theme::changed, this, &Tray::show);
    show();
    m_icon.show();
}

void Tray::show() {
    const auto state = m_window.gatewayWatch().state();
    const QString word = GatewayWatch::wordFor(state);
    m_icon.setIcon(m_theme.icon(GatewayWatch::iconFor(state), GatewayWatch::toneFor(state)));
    m_icon.setToolTip(tr("Gatehouse: %1", "state of the gateway").arg(word));
    m_state->setText(tr("Gatehouse: %1", "state of the gateway").arg(word));
    m_state->setIcon(m_theme.icon(GatewayWatch::iconFor(state), GatewayWatch::toneFor(state)));
    m_route->setText(m_routes.activeText());
    m_route->setVisible(!m_routes.activeText().isEmpty());
    m_spend->setText(tr("Spend today: %1").arg(m_window.spendToday()));
    const auto& news = m_window.notifications().all();
    const auto waiting = std::count_if(news.begin(), news.end(), [](const Notification& one) {
        return one.kind == QLatin1String("approval") && !one.seen;
    });
    m_approvals->setText(tr("%n new request(s) for approval", nullptr, static_cast<int>(waiting)));
    m_approvals->setVisible(waiting > 0);
}

// Where there is a tray there is somebody who shows this; QSystemTrayIcon is silent without one.
void Tray::say(const QString& title, const QString& text) {
    m_icon.showMessage(title, text, m_icon.icon());
}

} // namespace gatehouse::ui
