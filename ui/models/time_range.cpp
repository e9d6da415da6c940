// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_range.h"

#include <array>

namespace gatehouse::ui {
namespace {

struct Row {
    const char* name;
    const char* from;
    const char* before;
    const char* step;
    qint64 seconds;
};

constexpr std::array<Row, TimeRange::spanCount> rows{{
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 15 minutes"), "-15m", "-30m", "1m", 900},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last hour"), "-1h", "-2h", "1m", 3'600},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 6 hours"), "-6h", "-12h", "5m", 21'600},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 24 hours"), "-24h", "-48h", "15m", 86'400},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 7 days"), "-7d", "-14d", "3h", 604'800},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 30 days"), "-30d", "-60d", "6h", 2'592'000},
}};

const Row& rowOf(TimeRange::Span span) {
    return rows[static_cast<std::size_t>(span)];
}

} // namespace

void TimeRange::choose(Span span) {
    if (m_span == span)
        return;
    m_span = span;
    Q_EMIT changed();
}

QString TimeRange::nameOf(Span span) {
    return tr(rowOf(span).name);
}

QString TimeRange::from() const {
    return QLatin1String(rowOf(m_span).from);
}

QString TimeRange::fromBefore() const {
    return QLatin1String(rowOf(m_span).before);
}

QString TimeRange::step() const {
    return QLatin1String(rowOf(m_span).step);
}

qint64 TimeRange::seconds() const {
    return rowOf(m_span).seconds;
}

} // namespace gatehouse::ui
