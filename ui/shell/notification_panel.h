// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDialog>

class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace gatehouse::ui {

class NoticePanel;
class NotificationCenter;
struct Notification;

// What happened, newest first, under the bell. A line leads to what it is about.
class NotificationPanel : public QDialog {
    Q_OBJECT

public:
    NotificationPanel(const Theme& theme, NotificationCenter& center, QWidget* window);
    void openBelow(const QWidget* bell);

private:
    QWidget* makeSettings();
    void fill();
    QWidget* rowFor(const Notification& news);

    const Theme& m_theme;
    NotificationCenter& m_center;
    QPushButton* m_clear;
    QStackedWidget* m_stack;
    QVBoxLayout* m_rows;
    bool m_showing = false;
};

} // namespace gatehouse::ui
