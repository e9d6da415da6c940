// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_tip.h"

#include "ui/widgets/chart_scale.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QStringList>
#include <QTime>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr double swatch = 14;
constexpr double mostWidth = 380;
constexpr qint64 hourMs = 3'600'000;
const QString unknown = QStringLiteral("–");

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChartTip)
};

} // namespace

double valueAt(const ChartSeries& series, qint64 at) {
    const auto found = std::lower_bound(series.times.begin(), series.times.end(), at);
    if (found == series.times.end() || *found != at)
        return chartGap;
    return series.values[static_cast<std::size_t>(found - series.times.begin())];
}

ChartTip tipAt(const ChartData& data, qint64 at, int chosen) {
    ChartTip tip;
    tip.heading = stretchText(at, at + data.step, QLocale());
    double sum = 0;
    int known = 0;
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        const auto& series = data.series[i];
        const double value = valueAt(series, at);
        if (!std::isnan(value) && !series.faded) {
            sum += value;
            ++known;
        }
        tip.rows.push_back({&series, series.name, std::isnan(value) || !data.format ? unknown : data.format(value),
                            static_cast<int>(i) == chosen});
    }
    if (data.kind == ChartKind::Bars && known > 1 && data.format)
        tip.rows.push_back({nullptr, Words::tr("Together"), data.format(sum), false});
    for (const auto& mark : data.marks) {
        if (mark.at >= at && mark.at < at + std::max<qint64>(data.step, 1))
            tip.notes << mark.text;
    }
    constexpr qsizetype mostNotes = 4;
    if (tip.notes.size() > mostNotes) {
        const auto more = static_cast<int>(tip.notes.size() - mostNotes);
        tip.notes = tip.notes.first(mostNotes);
        tip.notes << QCoreApplication::translate("ChartTip", "and %n more changes", nullptr, more);
    }
    return tip;
}

ChartTip tipOfHour(const ChartData& data, const HourGrid& grid, int row, int hour) {
    const QLocale locale;
    const auto& cell = grid.at(row, hour);
    ChartTip tip;
    tip.heading = Words::tr("%1 %2 – %3")
                      .arg(locale.dayName((grid.firstDay - 1 + row) % 7 + 1),
                           locale.toString(QTime(hour, 0), QLocale::ShortFormat),
                           locale.toString(QTime((hour + 1) % 24, 0), QLocale::ShortFormat));
    const QString name = data.summed ? Words::tr("Sum") : Words::tr("Median of the hours");
    tip.rows.push_back({data.series.empty() ? nullptr : &data.series.front(), name,
                        std::isnan(cell.value) || !data.format ? unknown : data.format(cell.value), false});
    if (cell.latest > 0)
        tip.notes << Words::tr("Latest: %1").arg(stretchText(cell.latest, cell.latest + hourMs, locale));
    return tip;
}

QString tipText(const ChartTip& tip) {
    QStringList parts{tip.heading};
    for (const auto& row : tip.rows)
        parts << Words::tr("%1: %2").arg(row.name, row.value);
    parts << tip.notes;
    return parts.join(QStringLiteral("; "));
}

void paintTip(QPainter& painter, const ChartPainter& look, const ChartTip& tip, ChartKind kind, const QRectF& within,
              double x, double y) {
    QFont bold = look.font();
    bold.setWeight(QFont::DemiBold);
    const QFontMetricsF metrics(look.font());
    const QFontMetricsF boldMetrics(bold);
    const double row = metrics.height() + space::tiny;
    double names = 0;
    double values = 0;
    for (const auto& line : tip.rows) {
        names = std::max(names, boldMetrics.horizontalAdvance(line.name));
        values = std::max(values, boldMetrics.horizontalAdvance(line.value));
    }
    double inner = std::max(boldMetrics.horizontalAdvance(tip.heading), swatch + 6 + names + space::large + values);
    for (const auto& note : tip.notes)
        inner = std::max(inner, metrics.horizontalAdvance(note));
    inner = std::min({inner + 2, mostWidth, within.width() - 4 * space::small});
    const double lines = 1 + static_cast<double>(tip.rows.size()) + static_cast<double>(tip.notes.size());
    QRectF box(x + space::medium, y, inner + 2 * space::medium, lines * row + 2 * space::small);
    if (box.right() > within.right())
        box.moveRight(x - space::medium);
    if (box.left() < within.left())
        box.moveLeft(within.left());
    if (box.bottom() > within.bottom())
        box.moveBottom(within.bottom());
    box.moveTop(std::max(box.top(), within.top()));

    const auto& tokens = look.tokens();
    painter.setPen(QPen(tokens.border, 1));
    painter.setBrush(tokens.base);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), controlRadius, controlRadius);
    painter.setBrush(Qt::NoBrush);
    QRectF place(box.left() + space::medium, box.top() + space::small, inner, row);
    painter.setFont(bold);
    painter.setPen(tokens.text);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, tip.heading);
    for (const auto& line : tip.rows) {
        place.translate(0, row);
        if (line.series != nullptr)
            look.paintSwatch(painter, QRectF(place.left(), place.top(), swatch, row).adjusted(0, 4, 0, -4),
                             *line.series, line.series->faded ? ChartKind::Lines : kind);
        painter.setFont(line.chosen ? bold : look.font());
        painter.setPen(line.series != nullptr && line.series->faded ? tokens.secondary : tokens.text);
        const double room = inner - swatch - 6 - boldMetrics.horizontalAdvance(line.value) - space::small;
        painter.drawText(place.adjusted(swatch + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(line.name, Qt::ElideMiddle, room));
        painter.drawText(place, Qt::AlignRight | Qt::AlignVCenter, line.value);
    }
    painter.setFont(look.font());
    painter.setPen(tokens.secondary);
    for (const auto& note : tip.notes) {
        place.translate(0, row);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(note, Qt::ElideRight, inner));
    }
}

} // namespace gatehouse::ui
