// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QWidget>
#include <vector>

namespace gatehouse::ui {

// A call over its time, a line for each step: what the gateway itself needed before it asked a provider, then every try
// with its waiting for the first byte and its answer, and what was decided after it. Time runs from left to right in
// every language.
class Waterfall : public QWidget {
    Q_OBJECT

public:
    explicit Waterfall(const Theme& theme, QWidget* parent = nullptr);
    // As GET /calls/{id} tells it.
    void show(const QJsonObject& call);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Phase { Own, Queue, Connect, Wait, Stream, Failed };
    struct Part {
        Phase phase = Phase::Own;
        double start = 0; // milliseconds
        double end = 0;
    };
    struct Line {
        QString name;
        QString result;
        std::vector<Part> parts;
    };

    static Line waitedLine(const QJsonObject& waited, double until);
    Line attemptLine(const QJsonObject& attempt) const;
    QColor colorOf(Phase phase) const;
    static QString nameOf(Phase phase);
    int lineHeight() const;
    int legendHeight() const;
    void paintLegend(QPainter& painter, int top) const;

    const Theme& m_theme;
    std::vector<Line> m_lines;
    double m_total = 1; // milliseconds
};

} // namespace gatehouse::ui
