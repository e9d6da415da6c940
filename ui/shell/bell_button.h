// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QToolButton>

namespace gatehouse::ui {

// The bell of the header, with the count of what was not seen yet.
class BellButton : public QToolButton {
    Q_OBJECT

public:
    explicit BellButton(const Theme& theme, QWidget* parent = nullptr);
    void setUnseen(int count);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_unseen = 0;
};

} // namespace gatehouse::ui
