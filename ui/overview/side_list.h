// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QVector>

class QLabel;
class QVBoxLayout;

namespace gatehouse::ui {

// A card with a heading and a few lines, each with an icon, a sentence, a quiet second line and a button.
class SideList : public QFrame {
    Q_OBJECT

public:
    struct Line {
        QString icon;
        Theme::Tone tone = Theme::Tone::Secondary;
        QString text;
        QString note;   // or empty
        QString button; // or empty
        bool operator==(const Line& other) const = default;
    };

    SideList(const Theme& theme, const QString& title, QWidget* parent = nullptr);
    // "empty" is said where there is no line. At most "most" lines are shown, then how many more there are.
    void setLines(const QVector<Line>& lines, const QString& empty, const QString& emptyIcon, int most);

Q_SIGNALS:
    void pressed(int line);

private:
    QWidget* makeLine(const Line& line, int number);

    const Theme& m_theme;
    QLabel* m_title;
    QString m_titleText;
    QVBoxLayout* m_body;
    QVector<Line> m_lines;
    QString m_empty;
    int m_most = -1;
};

} // namespace gatehouse::ui
