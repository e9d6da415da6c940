// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/time_range.h"
#include "ui/theme/theme.h"
#include "ui/widgets/view.h"

#include <QMainWindow>
#include <functional>
#include <vector>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace gatehouse::ui {

class StatusBar;

// A page that the window offers. Made when it is first opened.
struct ViewEntry {
    QString id;
    QString title;
    QString icon;
    int group = 0; // entries of a group stand together
    std::function<View*()> make;
};

// The window: connection and state on top, navigation beside the views, figures below. It knows views by ViewEntry
// only. UI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow(Theme& theme, GatewayClient& client, std::vector<ViewEntry> views);

    void openView(const QString& id, const QString& argument = {});
    QString currentView() const;
    // In place of the views, while there is no gateway: what is wrong and what can be done.
    void showTrouble(const QString& sentence, const QString& button, std::function<void()> action);
    void hideTrouble();

private:
    struct Place {
        QString view;
        QString argument;
    };

    QWidget* makeHeader();
    QWidget* makeNavigation();
    void makeMenus();
    QAction* addAction(QMenu* menu, const QString& text, const QKeySequence& keys, std::function<void()> run,
                       const char* name);
    void showState(GatewayClient::State state);
    void goTo(const QString& id, const QString& argument);
    void travel(int direction);
    void openPalette();
    View* view(int entry);
    View* shown();
    void copyAddress();
    void about();
    void restore();
    void closeEvent(QCloseEvent* event) override;

    Theme& m_theme;
    GatewayClient& m_client;
    std::vector<ViewEntry> m_entries;
    std::vector<View*> m_views; // null: not opened yet
    QList<QAction*> m_actions;  // all of them, for the palette
    QListWidget* m_navigation = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_trouble = nullptr;
    QLabel* m_connection = nullptr;
    QToolButton* m_copy = nullptr;
    QLabel* m_stateIcon = nullptr;
    QLabel* m_stateText = nullptr;
    QPushButton* m_reconnect = nullptr;
    StatusBar* m_status = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    std::vector<Place> m_history;
    std::size_t m_at = 0; // in the history
};

} // namespace gatehouse::ui
