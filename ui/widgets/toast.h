// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

// A short message at the lower edge of a window that goes by itself after ten seconds, later while the pointer rests on
// it; the next one takes its place. It never takes the focus: what its button does must stand in a menu too. Its parts
// are "toastText" and "toastButton".
class Toast : public QFrame {
    Q_OBJECT

public:
    explicit Toast(const Theme& theme);
    void attachTo(QWidget* window); // which then owns it
    // An empty button text: no button.
    void say(const QString& sentence, const QString& button = {}, std::function<void()> pressed = {});

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void enterEvent(QEnterEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void place();

    QLabel* m_text;
    QPushButton* m_button;
    std::function<void()> m_pressed;
    QTimer m_timer;
};

} // namespace gatehouse::ui
