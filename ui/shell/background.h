// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/main_window.h"
#include "ui/widgets/console.h"

#include <QObject>
#include <functional>
#include <memory>

namespace gatehouse::ui {

class RouteSwitch;
class Tray;

// What the program can do with the gateway that lives in it.
struct GatewayHost {
    std::function<bool()> servesHere;                         // a gateway of this process serves now
    std::function<void(std::function<void()> done)> stop;     // ends it; "done" on the UI thread
    std::function<bool()> hasUserService;                     // the daemon can go on in its place
    std::function<void(std::function<void()> done)> handOver; // starts that, once this one has stopped
};

// Tray, closing and quitting: closing hides into the tray (and says so once) or, without one, asks whether the gateway
// shall go on; quitting lets running calls end. UI thread; made once, after the window.
class Background : public QObject {
    Q_OBJECT

public:
    Background(Console& console, MainWindow& window, GatewayHost host, QObject* parent = nullptr);
    ~Background() override;

    // The window, unless it shall stay closed and there is a tray to open it from.
    void begin(bool minimized);
    void closeAsked();
    void quitAsked();
    bool hasTray() const { return m_tray != nullptr; }

Q_SIGNALS:
    void ended(); // everything is stopped: the program may end

private:
    void hideToTray();
    void askWhatThen();
    void drain(std::function<void()> then);
    void end();
    void endAndHandOver();

    Console& m_console;
    MainWindow& m_window;
    GatewayHost m_host;
    RouteSwitch* m_routes;
    std::unique_ptr<Tray> m_tray; // null: the desktop has none
    bool m_ending = false;
};

} // namespace gatehouse::ui
