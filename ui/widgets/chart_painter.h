// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"
#include "ui/widgets/chart_data.h"

#include <QBrush>
#include <QFont>
#include <QPainter>
#include <QPen>
#include <QRectF>
#include <optional>

namespace gatehouse::ui {

// Where things are in a chart of a given size.
struct ChartPlot {
    QRectF area;    // of the data
    QRectF whole;   // with labels
    double top = 1; // value at the upper edge
    double valueStep = 1;
    qint64 from = 0;
    qint64 to = 1;

    double x(qint64 at) const {
        return area.left() + area.width() * static_cast<double>(at - from) / static_cast<double>(to - from);
    }
    double y(double value) const { return area.bottom() - area.height() * value / top; }
    qint64 timeAt(double x) const {
        return from + static_cast<qint64>(static_cast<double>(to - from) * (x - area.left()) / area.width());
    }
};

// An hour of the week in a map.
struct HourCell {
    double value = chartGap;
    int samples = 0;
    qint64 latest = 0; // start of the latest hour that has anything
};
struct HourGrid {
    std::vector<HourCell> cells; // 7 rows of 24; row 0 is the week's first day
    double highest = 0;
    int firstDay = 1; // Qt's numbers: 1 is Monday
    const HourCell& at(int row, int hour) const { return cells[static_cast<std::size_t>(row * 24 + hour)]; }
};
HourGrid hourGridOf(const ChartData& data);

// Draws a chart onto anything: a widget, a picture, a page. The same for all of them. Has no state but its look.
class ChartPainter {
public:
    ChartPainter(const Tokens& tokens, const QFont& font) : m_tokens(tokens), m_font(font) {}

    ChartPlot plotOf(const ChartData& data, const QRectF& whole) const;
    void paint(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;

    QColor colourOf(const ChartSeries& series) const;
    QPen penOf(const ChartSeries& series) const;
    QBrush brushOf(const ChartSeries& series) const; // of a bar or a swatch
    void paintSwatch(QPainter& painter, const QRectF& place, const ChartSeries& series, ChartKind kind) const;
    QRectF cellOf(const ChartPlot& plot, int row, int hour) const;
    const QFont& font() const { return m_font; }
    const Tokens& tokens() const { return m_tokens; }

private:
    double legendHeight(const ChartData& data, double width) const;
    void paintLegend(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintAxes(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintLines(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintLine(QPainter& painter, const ChartData& data, const ChartSeries& series, const ChartPlot& plot) const;
    void paintDense(QPainter& painter, const ChartData& data, const ChartSeries& series, const ChartPlot& plot,
                    std::size_t first, std::size_t last) const;
    void paintBars(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintMap(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintEnds(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintMarks(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;
    void paintLimits(QPainter& painter, const ChartData& data, const ChartPlot& plot) const;

    const Tokens& m_tokens;
    QFont m_font;
};

} // namespace gatehouse::ui
