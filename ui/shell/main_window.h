// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/gateway_watch.h"
#include "ui/shell/places.h"
#include "ui/shell/view_entry.h"
#include "ui/widgets/console.h"
#include "ui/widgets/shortcuts.h"

#include <QMainWindow>
#include <array>
#include <functional>
#include <vector>

class QLabel;
class QStackedWidget;

namespace gatehouse::ui {

class HeaderBar;
class Navigation;
class NotificationCenter;
class NotificationPanel;
class ObjectIndex;
class StatusBar;
class TeamFeatures;

// The window: connection and state on top, navigation beside the views, figures below. It knows views by ViewEntry
// only; every command is an action in a menu. UI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    enum class Menu { File, Edit, View, Gateway, Tools, Help };

    MainWindow(Console& console, std::vector<ViewEntry> views);
    ~MainWindow() override;

    void openView(const QString& id, const QString& argument = {});
    QString currentView() const;
    // In place of the views, while there is no gateway: what is wrong and what can be done.
    void showTrouble(const QString& sentence, const QString& button, std::function<void()> action);
    void hideTrouble();

    // A command of the window's own: in that menu and among the commands of Ctrl+K. name: "actionImport".
    QAction* addCommand(Menu menu, const QString& name, const QString& text, const QString& icon,
                        const QKeySequence& keys, std::function<void()> run);
    void addSeparator(Menu menu);
    QMenu& menu(Menu menu) const { return *m_menus[static_cast<std::size_t>(menu)]; }
    // A strip between the header and the views, such as one that tells what waits for review.
    void addStrip(QWidget* strip);
    // What the gateway's name in the header opens; also a part of the menu Gateway.
    void setConnectionMenu(QMenu* menu);
    // A remote gateway's colour along the top edge; invalid: none.
    void setConnectionBand(const QColor& color);
    // Called in place of closing; it decides between hiding and quitting. Without it the window just closes.
    void setCloseHandler(std::function<void()> handler) { m_onClose = std::move(handler); }
    // Called in place of quitting, as for the menu's Quit.
    void setQuitHandler(std::function<void()> handler) { m_onQuit = std::move(handler); }
    void leave(); // closes without asking the handler

    GatewayWatch& gatewayWatch() { return m_watch; }
    NotificationCenter& notifications() { return *m_notifications; }
    QString spendToday() const;
    QList<QAction*> commands() const; // of the window and of the view that is shown
    void raiseToFront();

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeMenus();
    void makeFileMenu();
    void makeEditMenu();
    void makeViewMenu();
    void makeThemeMenu();
    void makeGatewayMenu();
    void makeToolsMenu();
    void makeHelpMenu();
    void connectAll();
    void showAge();
    void showUndo();
    void showPause();
    void showTravel();
    void showTeamViews();
    void showViewMenu();
    void takeActions(View& view, const ViewEntry& entry);
    int indexOf(const QString& id) const;
    void leavePlace();
    void goTo(const Place& place);
    void travel(int direction);
    void cyclePanes(int direction);
    void openPalette();
    void showShortcuts();
    void showNotifications();
    View* view(int entry);
    View* shown();
    void copyAddress();
    void about();
    void restore();

    Console& m_console;
    Theme& m_theme;
    GatewayClient& m_client;
    std::vector<ViewEntry> m_entries;
    std::vector<View*> m_views; // null: not opened yet
    Shortcuts m_shortcuts;
    GatewayWatch m_watch;
    NotificationCenter* m_notifications = nullptr;
    ObjectIndex* m_objects = nullptr;
    TeamFeatures* m_teams = nullptr;
    std::array<QMenu*, 6> m_menus{};
    QMenu* m_viewMenu = nullptr; // the shown view's own commands
    QList<QAction*> m_actions;   // of the window
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_pause = nullptr;
    QAction* m_copyAddress = nullptr;
    HeaderBar* m_header = nullptr;
    Navigation* m_navigation = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_trouble = nullptr;
    StatusBar* m_status = nullptr;
    NotificationPanel* m_panel = nullptr;
    Places m_places;
    std::function<void()> m_onClose;
    std::function<void()> m_onQuit;
    bool m_leaving = false;
};

} // namespace gatehouse::ui
