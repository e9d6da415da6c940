// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_scale.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QTimeZone>
#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int usualTicks = 4;
constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr std::array<qint64, 11> shortSteps{minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
                                            hour,   2 * hour,   3 * hour,   6 * hour,    12 * hour};
constexpr std::array<int, 5> daySteps{1, 2, 7, 14, 28};
constexpr std::array<int, 5> monthSteps{1, 2, 3, 6, 12};

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChartScale)
};

QString dayForm() {
    //: How a day is written on a chart's axis, in the letters of Qt's date formats
    return QCoreApplication::translate("ChartScale", "d MMM");
}

QDateTime local(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at);
}

std::vector<TimeTick> ticksInDays(qint64 from, qint64 to, qint64 step, const QLocale& locale) {
    std::vector<TimeTick> out;
    const auto last = local(to).date();
    for (auto date = local(from).date(); date <= last; date = date.addDays(1)) {
        for (qint64 of = 0; of < day; of += step) {
            const auto when = QDateTime(date, QTime::fromMSecsSinceStartOfDay(static_cast<int>(of)));
            const auto at = when.toMSecsSinceEpoch();
            if (at < from || at > to || (!out.empty() && at <= out.back().at))
                continue;
            out.push_back(
                {at, of == 0 ? locale.toString(date, dayForm()) : locale.toString(when.time(), QLocale::ShortFormat),
                 of == 0});
        }
    }
    return out;
}

std::vector<TimeTick> ticksOfDays(qint64 from, qint64 to, int days, const QLocale& locale) {
    std::vector<TimeTick> out;
    for (auto date = local(from).date(); date <= local(to).date(); date = date.addDays(days)) {
        const auto at = date.startOfDay().toMSecsSinceEpoch();
        if (at >= from && at <= to)
            out.push_back({at, locale.toString(date, dayForm()), true});
    }
    return out;
}

std::vector<TimeTick> ticksOfMonths(qint64 from, qint64 to, int months, const QLocale& locale) {
    std::vector<TimeTick> out;
    auto date = local(from).date();
    date = QDate(date.year(), 1, 1);
    for (; date <= local(to).date(); date = date.addMonths(months)) {
        const auto at = date.startOfDay().toMSecsSinceEpoch();
        if (at >= from && at <= to)
            out.push_back({at, locale.toString(date, Words::tr("MMM yyyy")), true});
    }
    return out;
}

} // namespace

ValueScale valueScale(double highest, bool whole) {
    if (!(highest > 0))
        return {1, whole ? 1.0 : 0.25};
    const double raw = highest / usualTicks;
    const double base = std::pow(10, std::floor(std::log10(raw)));
    double step = 10 * base;
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (raw <= factor * base) {
            step = factor * base;
            break;
        }
    }
    if (whole)
        step = std::max(1.0, std::ceil(step));
    return {std::ceil(highest / step - 1e-9) * step, step};
}

std::vector<TimeTick> timeTicks(qint64 from, qint64 to, int most, const QLocale& locale) {
    if (to <= from || most < 1)
        return {};
    const auto span = to - from;
    for (const auto step : shortSteps) {
        if (span / step <= most)
            return ticksInDays(from, to, step, locale);
    }
    for (const int days : daySteps) {
        if (span / (days * day) <= most)
            return ticksOfDays(from, to, days, locale);
    }
    for (const int months : monthSteps) {
        if (span / (months * 30 * day) <= most)
            return ticksOfMonths(from, to, months, locale);
    }
    return ticksOfMonths(from, to, 60, locale);
}

QString stretchText(qint64 from, qint64 to, const QLocale& locale) {
    const auto start = local(from);
    const auto end = local(to);
    const auto dayOf = [&](const QDateTime& when) {
        return locale.toString(when.date(),
                               when.date().year() == QDate::currentDate().year() ? dayForm() : Words::tr("d MMM yyyy"));
    };
    const auto timeOf = [&](const QDateTime& when) { return locale.toString(when.time(), QLocale::ShortFormat); };
    const QString first = Words::tr("%1 %2").arg(dayOf(start), timeOf(start));
    if (to <= from)
        return first;
    return Words::tr("%1 – %2").arg(
        first, start.date() == end.date() ? timeOf(end) : Words::tr("%1 %2").arg(dayOf(end), timeOf(end)));
}

QString zoneText() {
    const auto now = QDateTime::currentDateTime();
    const int offset = now.offsetFromUtc() / 60;
    const QString utc = offset == 0 ? QStringLiteral("UTC")
                                    : QStringLiteral("UTC%1%2:%3")
                                          .arg(offset < 0 ? u'−' : u'+')
                                          .arg(std::abs(offset) / 60, 2, 10, QLatin1Char('0'))
                                          .arg(std::abs(offset) % 60, 2, 10, QLatin1Char('0'));
    const QString zone = QString::fromUtf8(QTimeZone::systemTimeZoneId());
    return zone.isEmpty() || zone.endsWith(QLatin1String("UTC")) ? utc : Words::tr("%1, %2").arg(zone, utc);
}

} // namespace gatehouse::ui
