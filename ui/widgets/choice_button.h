// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QPushButton>

class QLabel;

namespace gatehouse::ui {

// A way to go on, as a card that is pressed whole: picture, title, and a sentence about it.
class ChoiceButton : public QPushButton {
    Q_OBJECT

public:
    ChoiceButton(const Theme& theme, const QString& icon, const QString& title, const QString& sentence,
                 QWidget* parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

private:
    void drawIcon();

    const Theme& m_theme;
    QString m_icon;
    QLabel* m_picture;
};

} // namespace gatehouse::ui
