// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and stacked bars. A line with more samples than pixels is drawn as the span of each column of pixels, so that a
// month of minutes costs no more than the width of the chart and no peak is lost.
#include "ui/widgets/chart_painter.h"

#include <QPolygonF>
#include <algorithm>
#include <cmath>
#include <map>

namespace gatehouse::ui {
namespace {

constexpr double denseFrom = 1.5; // samples a pixel
constexpr double gapSteps = 1.5;  // what is further apart is not joined
constexpr double loneRadius = 2.5;

bool parted(const ChartData& data, qint64 before, qint64 after) {
    return data.step > 0 && static_cast<double>(after - before) > static_cast<double>(data.step) * gapSteps;
}

// Whether a column of pixels belongs to a dash of the pen.
bool inDash(int column, Qt::PenStyle style) {
    switch (style) {
    case Qt::DashLine:
        return column % 9 < 6;
    case Qt::DotLine:
        return column % 4 < 2;
    case Qt::DashDotLine:
        return column % 12 < 6 || (column % 12 >= 8 && column % 12 < 10);
    default:
        return true;
    }
}

void drawRun(QPainter& painter, const QPolygonF& run, const QPen& pen) {
    if (run.size() > 1) {
        painter.setPen(pen);
        painter.drawPolyline(run);
    } else if (run.size() == 1) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(pen.color());
        painter.drawEllipse(run.first(), loneRadius, loneRadius);
        painter.setBrush(Qt::NoBrush);
    }
}

} // namespace

void ChartPainter::paintLines(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    painter.save();
    painter.setClipRect(plot.area.adjusted(-1, -3, 1, 3));
    for (const bool faded : {true, false}) {
        for (const auto& series : data.series) {
            if (series.faded == faded)
                paintLine(painter, data, series, plot);
        }
    }
    painter.restore();
}

void ChartPainter::paintLine(QPainter& painter, const ChartData& data, const ChartSeries& series,
                             const ChartPlot& plot) const {
    const auto& times = series.times;
    const auto begin = std::lower_bound(times.begin(), times.end(), plot.from - data.step);
    const auto end = std::upper_bound(begin, times.end(), plot.to + data.step);
    const auto first = static_cast<std::size_t>(begin - times.begin());
    const auto last = static_cast<std::size_t>(end - times.begin());
    if (static_cast<double>(last - first) > plot.area.width() * denseFrom) {
        paintDense(painter, data, series, plot, first, last);
        return;
    }
    const QPen pen = penOf(series);
    QPolygonF run;
    for (auto i = first; i < last; ++i) {
        const bool gap = std::isnan(series.values[i]);
        if (gap || (i > first && parted(data, times[i - 1], times[i]))) {
            drawRun(painter, run, pen);
            run.clear();
        }
        if (!gap)
            run.append(QPointF(plot.x(times[i]), plot.y(series.values[i])));
    }
    drawRun(painter, run, pen);
}

void ChartPainter::paintDense(QPainter& painter, const ChartData& data, const ChartSeries& series,
                              const ChartPlot& plot, std::size_t first, std::size_t last) const {
    const QPen pen = penOf(series);
    painter.setRenderHint(QPainter::Antialiasing, false);
    int column = -1;
    double high = 0; // the span of the column, in pixels
    double low = 0;
    const auto flush = [&] {
        if (column >= 0 && inDash(column, pen.style()))
            painter.fillRect(QRectF(plot.area.left() + column, high - 0.5, 1, std::max(low - high, pen.widthF())),
                             pen.color());
    };
    double before = chartGap; // where the last sample was
    for (auto i = first; i < last; ++i) {
        const double value = series.values[i];
        if (std::isnan(value) || (i > first && parted(data, series.times[i - 1], series.times[i])))
            before = chartGap;
        if (std::isnan(value))
            continue;
        const double y = plot.y(value);
        const int at = static_cast<int>(plot.x(series.times[i]) - plot.area.left());
        if (at != column) {
            flush();
            column = at;
            high = low = y;
            if (!std::isnan(before)) { // joined with the column before
                high = std::min(high, before);
                low = std::max(low, before);
            }
        }
        high = std::min(high, y);
        low = std::max(low, y);
        before = y;
    }
    flush();
    painter.setRenderHint(QPainter::Antialiasing, true);
}

void ChartPainter::paintBars(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    painter.save();
    painter.setClipRect(plot.area.adjusted(-1, -3, 1, 0));
    const double wide = std::max(1.0, plot.area.width() * static_cast<double>(std::max<qint64>(data.step, 1)) /
                                          static_cast<double>(plot.to - plot.from));
    const double air = wide >= 6 ? 2 : wide >= 3 ? 1 : 0;
    painter.setRenderHint(QPainter::Antialiasing, false);
    std::map<qint64, double> heights; // of what stands already
    for (const auto& series : data.series) {
        if (series.faded)
            continue;
        for (std::size_t i = 0; i < series.times.size(); ++i) {
            const double value = series.values[i];
            if (std::isnan(value) || value <= 0 || series.times[i] + data.step <= plot.from ||
                series.times[i] >= plot.to)
                continue;
            double& below = heights[series.times[i]];
            const double bottom = std::round(plot.y(below));
            below += value;
            const double top = std::min(std::round(plot.y(below)), bottom - 1); // what is there is seen
            const double left = std::round(plot.x(series.times[i]) + air / 2);
            const double right = std::max(left + 1, std::round(plot.x(series.times[i]) + wide - air / 2));
            const QRectF bar(left, top, right - left, bottom - top);
            painter.fillRect(bar, brushOf(series));
            if (series.rest && bar.width() > 3) {
                painter.setPen(m_tokens.chartOther);
                painter.drawRect(bar.adjusted(0, 0, -1, -1));
            } else if (bar.height() > 3 && below > value) { // parts stacked pieces of like colours
                painter.fillRect(QRectF(bar.left(), bar.bottom() - 1, bar.width(), 1), m_tokens.base);
            }
        }
    }
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const auto& series : data.series) {
        if (series.faded)
            paintLine(painter, data, series, plot);
    }
    painter.restore();
}

} // namespace gatehouse::ui
