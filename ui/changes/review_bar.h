// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

// Stands above the views while changes wait for a protected gateway: "3 changes wait for review". Its button is
// "reviewChanges".
class ReviewBar : public QFrame {
    Q_OBJECT

public:
    explicit ReviewBar(Console& console, QWidget* parent = nullptr);
    void openReview();

private:
    void showState();
    void drawIcon();

    Console& m_console;
    QLabel* m_icon;
    QLabel* m_text;
    QPushButton* m_review;
};

} // namespace gatehouse::ui
