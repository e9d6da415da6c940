// SPDX-License-Identifier: GPL-3.0-or-later
// Hour of the day × day of the week, in the computer's time zone.
#include "ui/widgets/chart_painter.h"

#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QTime>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int days = 7;
constexpr int hours = 24;
constexpr double leastContrast = 4.5;
constexpr double mostTint = 0.92;
constexpr double leastTint = 0.12; // a little is told from nothing

QColor mixed(const QColor& one, const QColor& other, double share) {
    return QColor::fromRgbF(static_cast<float>(one.redF() * (1 - share) + other.redF() * share),
                            static_cast<float>(one.greenF() * (1 - share) + other.greenF() * share),
                            static_cast<float>(one.blueF() * (1 - share) + other.blueF() * share));
}

// Relative luminance as WCAG has it.
double luminance(const QColor& colour) {
    const auto part = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

// What can be read on a ground of any lightness: black or white always is, at 4.5:1.
QColor inkOn(const QColor& ground, const Tokens& tokens) {
    for (const QColor& ink : {tokens.text, tokens.base, QColor(Qt::black)}) {
        if (contrast(ink, ground) >= leastContrast)
            return ink;
    }
    return Qt::white;
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

HourGrid hourGridOf(const ChartData& data) {
    HourGrid grid;
    grid.cells.resize(days * hours);
    grid.firstDay = QLocale().firstDayOfWeek();
    if (data.series.empty())
        return grid;
    std::vector<std::vector<double>> found(grid.cells.size());
    const auto& series = data.series.front();
    for (std::size_t i = 0; i < series.times.size(); ++i) {
        if (std::isnan(series.values[i]))
            continue;
        const auto when = QDateTime::fromMSecsSinceEpoch(series.times[i]);
        const int row = (when.date().dayOfWeek() - grid.firstDay + days) % days;
        const auto at = static_cast<std::size_t>(row * hours + when.time().hour());
        found[at].push_back(series.values[i]);
        if (series.values[i] > 0)
            grid.cells[at].latest = std::max(grid.cells[at].latest, series.times[i]);
    }
    for (std::size_t at = 0; at < found.size(); ++at) {
        auto& cell = grid.cells[at];
        cell.samples = static_cast<int>(found[at].size());
        if (found[at].empty())
            continue;
        if (data.summed) {
            cell.value = 0;
            for (const double value : found[at])
                cell.value += value;
        } else {
            cell.value = median(found[at]);
        }
        grid.highest = std::max(grid.highest, cell.value);
    }
    return grid;
}

QRectF ChartPainter::cellOf(const ChartPlot& plot, int row, int hour) const {
    const double wide = plot.area.width() / hours;
    const double high = plot.area.height() / days;
    return {plot.area.left() + wide * hour, plot.area.top() + high * row, wide, high};
}

void ChartPainter::paintMap(QPainter& painter, const ChartData& data, const ChartPlot& plot) const {
    const QFontMetricsF metrics(m_font);
    const auto grid = hourGridOf(data);
    const QLocale locale;
    for (int row = 0; row < days; ++row) {
        const auto line = cellOf(plot, row, 0);
        painter.setPen(m_tokens.secondary);
        painter.drawText(
            QRectF(plot.whole.left(), line.top(), plot.area.left() - plot.whole.left() - space::small, line.height()),
            Qt::AlignRight | Qt::AlignVCenter,
            locale.dayName((grid.firstDay - 1 + row) % days + 1, QLocale::ShortFormat));
        for (int hour = 0; hour < hours; ++hour) {
            const auto cell = cellOf(plot, row, hour).adjusted(1, 1, -1, -1);
            const double value = grid.at(row, hour).value;
            const bool known = !std::isnan(value);
            const double share = known && grid.highest > 0 ? value / grid.highest : 0;
            const auto ground =
                share > 0 ? mixed(m_tokens.base, m_tokens.chart[0], leastTint + (mostTint - leastTint) * share)
                          : m_tokens.alternate;
            painter.setPen(Qt::NoPen);
            painter.setBrush(ground);
            painter.drawRoundedRect(cell, 2, 2);
            if (!known || share <= 0 || !data.format)
                continue;
            const QString text = data.format(value);
            if (metrics.horizontalAdvance(text) > cell.width() - 4 || metrics.height() > cell.height())
                continue;
            painter.setPen(inkOn(ground, m_tokens));
            painter.drawText(cell, Qt::AlignCenter, text);
        }
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(m_tokens.secondary);
    const double wide = plot.area.width() / hours;
    const int every = wide >= 48 ? 1 : wide >= 24 ? 3 : 6;
    for (int hour = 0; hour < hours; hour += every) {
        const double x = plot.area.left() + wide * (hour + 0.5);
        painter.drawText(QRectF(x - wide * every / 2.0, plot.area.bottom() + 4, wide * every, metrics.height() + 2),
                         Qt::AlignHCenter | Qt::AlignTop, locale.toString(QTime(hour, 0), QLocale::ShortFormat));
    }
}

} // namespace gatehouse::ui
