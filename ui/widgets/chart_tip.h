// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chart_painter.h"

#include <QString>
#include <vector>

namespace gatehouse::ui {

// What the crosshair says: a heading, the values, and what happened then.
struct ChartTip {
    struct Row {
        const ChartSeries* series = nullptr; // null: a line of its own, such as the sum
        QString name;
        QString value;
        bool chosen = false;
    };
    QString heading;
    std::vector<Row> rows;
    QStringList notes;
};

// The value of a series at a moment, or chartGap.
double valueAt(const ChartSeries& series, qint64 at);
ChartTip tipAt(const ChartData& data, qint64 at, int chosen);
ChartTip tipOfHour(const ChartData& data, const HourGrid& grid, int row, int hour);
QString tipText(const ChartTip& tip); // in one line, for screen readers
// Beside x, within the chart; on base with a border.
void paintTip(QPainter& painter, const ChartPainter& look, const ChartTip& tip, ChartKind kind, const QRectF& within,
              double x, double y);

} // namespace gatehouse::ui
