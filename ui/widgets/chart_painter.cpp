// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_painter.h"

#include "ui/widgets/chart_scale.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr std::array strokes{Qt::SolidLine, Qt::DashLine, Qt::DotLine};
constexpr double lineWidth = 2;
constexpr double fadedWidth = 1.25;
constexpr double fadedAlpha = 0.55;
constexpr double endSwatch = 14;
constexpr double legendSwatch = 12;
constexpr double mostEndShare = 0.26; // of the width, for names at the ends of lines
constexpr double tickRoom = 84;       // a time's label and air
constexpr double limitReach = 3;      // a limit so many times above the data is named, not drawn

double highestOf(const ChartData& data) {
    double highest = 0;
    if (data.kind != ChartKind::Bars) {
        for (const auto& series : data.series)
            for (const double value : series.values)
                highest = value > highest ? value : highest; // a gap is not greater
        return highest;
    }
    // Bars of a time stand on each other.
    std::vector<std::pair<qint64, double>> all;
    for (const auto& series : data.series)
        for (std::size_t i = 0; i < series.times.size() && !series.faded; ++i)
            if (!std::isnan(series.values[i]))
                all.emplace_back(series.times[i], series.values[i]);
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        sum = i > 0 && all[i - 1].first == all[i].first ? sum + all[i].second : all[i].second;
        highest = std::max(highest, sum);
    }
    for (const auto& series : data.series)
        for (const double value : series.values)
            highest = series.faded && value > highest ? value : highest;
    return highest;
}

bool namesAtEnds(const ChartData& data) {
    return data.kind == ChartKind::Lines && !data.series.empty();
}

} // namespace

QColor ChartPainter::colourOf(const ChartSeries& series) const {
    return series.rest ? m_tokens.chartOther
                       : m_tokens.chart[static_cast<std::size_t>(series.tint) % m_tokens.chart.size()];
}

QPen ChartPainter::penOf(const ChartSeries& series) const {
    QColor colour = colourOf(series);
    if (series.faded) {
        colour.setAlphaF(static_cast<float>(fadedAlpha));
        return {colour, fadedWidth, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin};
    }
    const auto style = series.rest ? Qt::DashDotLine : strokes[static_cast<std::size_t>(series.tint) % strokes.size()];
    return {colour, lineWidth, style, Qt::FlatCap, Qt::RoundJoin};
}

QBrush ChartPainter::brushOf(const ChartSeries& series) const {
    return series.rest ? QBrush(m_tokens.chartOther, Qt::BDiagPattern) : QBrush(colourOf(series));
}

void ChartPainter::paintSwatch(QPainter& painter, const QRectF& place, const ChartSeries& series,
                               ChartKind kind) const {
    if (kind == ChartKind::Lines) {
        painter.setPen(penOf(series));
        painter.drawLine(QPointF(place.left(), place.center().y()), QPointF(place.right(), place.center().y()));
        return;
    }
    painter.setPen(series.rest ? QPen(m_tokens.chartOther, 1) : QPen(Qt::NoPen));
    painter.setBrush(brushOf(series));
    const double side = std::min(place.width(), place.height());
    painter.drawRect(QRectF(place.left(), place.center().y() - side / 2, side, side));
    painter.setBrush(Qt::NoBrush);
}

double ChartPainter::legendHeight(const ChartData& data, double width) const {
    if (data.kind != ChartKind::Bars || data.series.empty())
        return 0;
    const QFontMetricsF metrics(m_font);
    double x = 0;
    int rows = 1;
    for (const auto& series : data.series) {
        const double wide = legendSwatch + space::tiny + metrics.horizontalAdvance(series.name) + space::large;
        if (x > 0 && x + wide > width) {
            ++rows;
            x = 0;
        }
        x += wide;
    }
    return rows * (metrics.height() + space::tiny) + space::small;
}

ChartPlot ChartPainter::plotOf(const ChartData& data, const QRectF& whole) const {
    const QFontMetricsF metrics(m_font);
    ChartPlot plot;
    plot.whole = whole;
    plot.from = data.from;
    plot.to = std::max(data.to, data.from + 1);
    double highest = highestOf(data);
    const double bare = highest;
    for (const auto& limit : data.limits) {
        if (bare <= 0 || limit.value <= bare * limitReach)
            highest = std::max(highest, limit.value);
    }
    const auto scale = valueScale(highest, data.whole);
    plot.top = scale.top;
    // A limit at the very top would have no room for its name.
    for (const auto& limit : data.limits) {
        if (limit.value <= plot.top && limit.value > plot.top - scale.step / 4)
            plot.top += scale.step;
    }
    plot.valueStep = scale.step;
    double left = 0;
    if (data.kind == ChartKind::HourMap) {
        for (int weekday = 1; weekday <= 7; ++weekday)
            left = std::max(left, metrics.horizontalAdvance(QLocale().dayName(weekday, QLocale::ShortFormat)));
    } else if (data.format) {
        for (double value = 0; value <= plot.top * 1.0001; value += plot.valueStep)
            left = std::max(left, metrics.horizontalAdvance(data.format(value)));
    }
    double right = space::large;
    if (namesAtEnds(data)) {
        for (const auto& series : data.series) {
            if (!series.faded)
                right = std::max(right, metrics.horizontalAdvance(series.name) + endSwatch + space::medium);
        }
        right = std::min(right, whole.width() * mostEndShare);
    }
    const double above = legendHeight(data, whole.width()) + metrics.height() / 2 + (data.marks.empty() ? 2 : 8);
    const double below = metrics.height() + space::small;
    plot.area = QRectF(whole.left() + left + space::small, whole.top() + above,
                       std::max(10.0, whole.width() - left - space::small - right),
                       std::max(10.0, whole.height() - above - below));
    return plot;
}

void ChartPainter::paint(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    painter.save();
    painter.setLayoutDirection(Qt::LeftToRight); // charts do not mirror
    painter.setFont(m_font);
    painter.setRenderHint(QPainter::Antialiasing);
    if (data.kind == ChartKind::HourMap) {
        paintMap(painter, data, plot);
    } else {
        paintAxes(painter, data, plot);
        paintMarks(painter, data, plot);
        if (data.kind == ChartKind::Bars) {
            paintLegend(painter, data, plot);
            paintBars(painter, data, plot);
        } else {
            paintLines(painter, data, plot);
            paintEnds(painter, data, plot);
        }
        paintLimits(painter, data, plot);
    }
    painter.restore();
}

void ChartPainter::paintLegend(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    const QFontMetricsF metrics(m_font);
    const double row = metrics.height() + space::tiny;
    double x = plot.whole.left();
    double y = plot.whole.top();
    for (const auto& series : data.series) {
        const double text = metrics.horizontalAdvance(series.name);
        const double wide = legendSwatch + space::tiny + text + space::large;
        if (x > plot.whole.left() && x + wide > plot.whole.right()) {
            x = plot.whole.left();
            y += row;
        }
        paintSwatch(painter, QRectF(x, y, legendSwatch, row), series,
                    series.faded ? ChartKind::Lines : ChartKind::Bars);
        painter.setPen(m_tokens.text);
        painter.drawText(QRectF(x + legendSwatch + space::tiny, y, text + 2, row), Qt::AlignLeft | Qt::AlignVCenter,
                         series.name);
        x += wide;
    }
}

void ChartPainter::paintAxes(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    const QFontMetricsF metrics(m_font);
    const auto& area = plot.area;
    for (double value = 0; value <= plot.top * 1.0001; value += plot.valueStep) {
        const double y = std::round(plot.y(value)) + 0.5;
        painter.setPen(QPen(value == 0 ? m_tokens.border : m_tokens.divider, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(m_tokens.secondary);
        if (data.format)
            painter.drawText(QRectF(plot.whole.left(), y - metrics.height(), area.left() - plot.whole.left() - 8,
                                    metrics.height() * 2),
                             Qt::AlignRight | Qt::AlignVCenter,
                             value == 0 ? QLocale().toString(0) : data.format(value));
    }
    const int most = std::max(2, static_cast<int>(area.width() / tickRoom));
    double taken = plot.whole.left();
    for (const auto& tick : timeTicks(plot.from, plot.to, most, QLocale())) {
        const double x = plot.x(tick.at);
        painter.setPen(QPen(m_tokens.border, 1));
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 4));
        const double half = metrics.horizontalAdvance(tick.text) / 2 + 1;
        const double left =
            std::clamp(x - half, plot.whole.left(), std::max(plot.whole.left(), plot.whole.right() - 2 * half));
        if (left < taken)
            continue;
        painter.setPen(tick.day ? m_tokens.text : m_tokens.secondary);
        painter.drawText(QRectF(left, area.bottom() + 6, 2 * half, metrics.height() + 2),
                         Qt::AlignHCenter | Qt::AlignTop, tick.text);
        taken = left + 2 * half + space::small;
    }
}

// Names at the lines' ends, pushed apart and kept within the chart.
void ChartPainter::paintEnds(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    struct End {
        double y;
        const ChartSeries* series;
    };
    const QFontMetricsF metrics(m_font);
    const double row = metrics.height();
    std::vector<End> ends;
    for (const auto& series : data.series) {
        if (series.faded)
            continue;
        auto at = series.values.size();
        while (at > 0 && std::isnan(series.values[at - 1]))
            --at;
        if (at > 0)
            ends.push_back({plot.y(series.values[at - 1]) - row / 2, &series});
    }
    std::stable_sort(ends.begin(), ends.end(), [](const End& a, const End& b) { return a.y < b.y; });
    double free = plot.area.top() - row / 2;
    for (auto& end : ends) {
        end.y = std::max(end.y, free);
        free = end.y + row;
    }
    double lowest = plot.area.bottom() + row / 2;
    for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
        end->y = std::min(end->y, lowest - row);
        lowest = end->y;
    }
    const double left = plot.area.right() + space::tiny;
    const double room = plot.whole.right() - left - endSwatch - space::tiny;
    for (const auto& end : ends) {
        paintSwatch(painter, QRectF(left, end.y, endSwatch, row), *end.series, ChartKind::Lines);
        painter.setPen(m_tokens.text);
        painter.drawText(QRectF(left + endSwatch + space::tiny, end.y, room, row), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(end.series->name, Qt::ElideMiddle, room));
    }
}

void ChartPainter::paintMarks(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    for (const auto& mark : data.marks) {
        if (mark.at < plot.from || mark.at > plot.to)
            continue;
        const double x = std::round(plot.x(mark.at)) + 0.5;
        painter.setPen(QPen(m_tokens.border, 1, Qt::DotLine));
        painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.area.bottom()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_tokens.border);
        const double top = plot.area.top();
        const std::array corners{QPointF(x - 4, top - 6), QPointF(x + 4, top - 6), QPointF(x, top)};
        painter.drawPolygon(corners.data(), static_cast<int>(corners.size()));
        painter.setBrush(Qt::NoBrush);
    }
}

void ChartPainter::paintLimits(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    const QFontMetricsF metrics(m_font);
    double taken = plot.area.top();
    for (const auto& limit : data.limits) {
        const bool above = limit.value > plot.top;
        const double y = above ? plot.area.top() : plot.y(limit.value);
        const QString text =
            above ? QCoreApplication::translate("ChartPainter", "▲ %1, above").arg(limit.text) : limit.text;
        if (!above) {
            painter.setPen(QPen(m_tokens.warning, 1.5, Qt::DashLine));
            painter.drawLine(QPointF(plot.area.left(), y), QPointF(plot.area.right(), y));
        }
        const double wide = metrics.horizontalAdvance(text) + 2 * space::tiny;
        double top = y - metrics.height() - 2;
        if (above || top < taken)
            top = std::max(y + 2, taken);
        const QRectF place(plot.area.left() + space::tiny, top, wide, metrics.height());
        auto ground = m_tokens.base;
        ground.setAlphaF(0.85F);
        painter.fillRect(place, ground);
        painter.setPen(m_tokens.warning);
        painter.drawText(place, Qt::AlignCenter, text);
        taken = above ? place.bottom() : taken;
    }
}

} // namespace gatehouse::ui
