// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

// What a view shows in place of its content: nothing yet, nothing that fits, or what went wrong. One sentence, one
// button.
class NoticePanel : public QWidget {
    Q_OBJECT

public:
    explicit NoticePanel(const Theme& theme, QWidget* parent = nullptr);
    // An empty button text: no button.
    void show(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& button);

Q_SIGNALS:
    void pressed();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void drawIcon();

    const Theme& m_theme;
    QLabel* m_picture;
    QLabel* m_sentence;
    QPushButton* m_button;
    QString m_icon;
    Theme::Tone m_tone = Theme::Tone::Secondary;
};

} // namespace gatehouse::ui
