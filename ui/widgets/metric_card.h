// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;

namespace gatehouse::ui {

// One figure at a glance, with a note below it. Clicked, or with Enter, it leads to what is behind the figure.
class MetricCard : public QFrame {
    Q_OBJECT

public:
    MetricCard(const Theme& theme, const QString& title, const QString& icon, Theme::Tone tone,
               QWidget* parent = nullptr);
    void show(const QString& figure, const QString& note);
    QString figure() const;

Q_SIGNALS:
    void activated();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_title;
    QLabel* m_figure;
    QLabel* m_note;
};

} // namespace gatehouse::ui
