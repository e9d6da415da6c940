// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine/signals.h"
#include "app/gatehouse/console_options.h"
#include "app/gatehouse/embedded_gateway.h"
#include "app/gatehouse/user_service.h"
#include "ui/client/change_desk.h"
#include "ui/client/console_key.h"
#include "ui/client/gateway_client.h"
#include "ui/connections/connections.h"
#include "ui/first_run/first_run_dialog.h"
#include "ui/models/own_gateway.h"
#include "ui/models/time_range.h"
#include "ui/shell/background.h"
#include "ui/shell/main_window.h"
#include "ui/shell/system_scheme.h"
#include "ui/theme/theme.h"
#include "ui/widgets/console.h"

#include <QApplication>
#include <QPointer>
#include <optional>

namespace gatehouse::app {

// The console while it runs: window, tray, and a gateway in the background of the same process. UI thread.
class Program : public QObject {
    Q_OBJECT

public:
    Program(QApplication& application, const ConsoleOptions& options);
    ~Program() override;

    void begin();
    // What a second start was asked for.
    void takeOver(const QStringList& arguments);
    ui::MainWindow& window() { return m_window; }

private:
    ui::GatewayHost host();
    void addCommands();
    void connectGateway();
    void onReady(const ui::GatewayAddress& address);
    void onFailed(const QString& code, const QString& sentence);
    void onSignal();
    void carryOut(const ConsoleOptions& options);
    void whenConnected(std::function<void()> todo);
    void connectTo(const QString& name);
    void openImport(const QString& file);
    void openFirstRun();
    void openLink(const QString& link);
    void startOn(quint16 gateway, quint16 admin);

    const ConsoleOptions m_options;
    EmbeddedOptions m_embedded;
    ui::Theme m_theme;
    ui::SystemScheme m_scheme;
    ui::GatewayClient m_client;
    ui::ChangeDesk m_changes;
    ui::TimeRange m_range;
    ui::ConsoleKey m_key;
    ui::Toast* m_toast; // the window's, once it stands
    ui::Console m_console;
    ui::OwnGateway m_own;
    ui::MainWindow m_window;
    ui::Connections m_connections;
    EmbeddedGateway m_gateway;
    UserService m_service;
    std::optional<ui::Background> m_background;
    QPointer<ui::FirstRunDialog> m_firstRun;
    Signals m_signals;
    bool m_asked = false; // to end, by a signal
};

} // namespace gatehouse::app
