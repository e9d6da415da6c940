// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/first_run/preparation.h"
#include "ui/theme/theme.h"

#include <QWidget>
#include <array>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

// Page two: what is made ready, line by line, and what can be done where something is in the way.
class ReadyPage : public QWidget {
    Q_OBJECT

public:
    ReadyPage(const Theme& theme, Preparation& preparation, QWidget* parent = nullptr);

Q_SIGNALS:
    void portChosen(quint16 port);

private:
    struct Row {
        QLabel* picture = nullptr;
        QLabel* sentence = nullptr;
    };
    void show();

    const Theme& m_theme;
    Preparation& m_preparation;
    std::array<Row, Preparation::StepCount> m_rows;
    QPushButton* m_usePort;
    QPushButton* m_again;
};

} // namespace gatehouse::ui
