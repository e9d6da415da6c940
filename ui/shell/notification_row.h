// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

namespace gatehouse::ui {

struct Notification;

// One line under the bell. Clicked, or with Enter, it leads to what it is about.
class NotificationRow : public QFrame {
    Q_OBJECT

public:
    NotificationRow(const Theme& theme, const Notification& news, QWidget* parent = nullptr);

Q_SIGNALS:
    void activated();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
};

} // namespace gatehouse::ui
