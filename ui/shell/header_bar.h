// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/shell/gateway_watch.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QAction;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace gatehouse::ui {

class BellButton;

// The top of the window: which gateway, how it is, pause, search, notifications.
class HeaderBar : public QFrame {
    Q_OBJECT

public:
    HeaderBar(Theme& theme, GatewayClient& client, GatewayWatch& watch, QWidget* parent = nullptr);

    // What the name of the gateway opens; not owned. Without one it is a label.
    void setConnectionMenu(QMenu* menu);
    // A band along the top edge that tells a remote gateway from this computer's; invalid: none.
    void setBand(const QColor& color);
    void setPauseAction(QAction* action);
    void setSearchKeys(const QString& keys);
    BellButton& bell() { return *m_bell; }
    QWidget* searchField() const;
    void setNarrow(bool narrow);

Q_SIGNALS:
    void searchPressed();
    void bellPressed();
    void copyPressed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void makeConnection();
    void makeState();
    void makeSearch();
    void lay();
    void show();

    Theme& m_theme;
    GatewayClient& m_client;
    GatewayWatch& m_watch;
    QToolButton* m_connection = nullptr;
    QLabel* m_address = nullptr;
    QToolButton* m_copy = nullptr;
    QLabel* m_stateIcon = nullptr;
    QLabel* m_stateText = nullptr;
    QToolButton* m_pause = nullptr;
    QPushButton* m_reconnect = nullptr;
    QToolButton* m_search = nullptr;
    QLabel* m_searchWords = nullptr;
    QLabel* m_searchKeys = nullptr;
    BellButton* m_bell = nullptr;
    QColor m_band;
};

} // namespace gatehouse::ui
