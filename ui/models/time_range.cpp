// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/time_range.h"

#include <QLocale>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

struct Row {
    const char* name;
    const char* word; // in settings
    const char* from;
    const char* before;
    qint64 seconds;
};

constexpr qint64 minuteMs = 60'000;
constexpr qint64 daySeconds = 86'400;
constexpr qint64 farBackSeconds = 3'650 * daySeconds;

constexpr std::array<Row, TimeRange::choiceCount> rows{{
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 15 minutes"), "quarter-hour", "-15m", "-30m", 900},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last hour"), "hour", "-1h", "-2h", 3'600},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 6 hours"), "six-hours", "-6h", "-12h", 21'600},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 24 hours"), "day", "-24h", "-48h", daySeconds},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 7 days"), "week", "-7d", "-14d", 7 * daySeconds},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "Last 30 days"), "month", "-30d", "-60d", 30 * daySeconds},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "This month"), "this-month", "", "", 0},
    {QT_TRANSLATE_NOOP("gatehouse::ui::TimeRange", "All"), "all", "-3650d", "-7300d", farBackSeconds},
}};

struct Step {
    const char* text;
    qint64 seconds;
};
constexpr std::array<Step, 12> steps{{{"1m", 60},
                                      {"5m", 300},
                                      {"10m", 600},
                                      {"15m", 900},
                                      {"30m", 1'800},
                                      {"1h", 3'600},
                                      {"3h", 10'800},
                                      {"6h", 21'600},
                                      {"12h", 43'200},
                                      {"1d", daySeconds},
                                      {"7d", 7 * daySeconds},
                                      {"30d", 30 * daySeconds}}};

qint64 now() {
    return QDateTime::currentMSecsSinceEpoch();
}

QString text(qint64 at) {
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

qint64 minuteOf(qint64 at) {
    return at - at % minuteMs;
}

} // namespace

void TimeRange::choose(Span span) {
    if (span == Span::Custom || (m_span == span && !m_zoom))
        return;
    m_span = span;
    m_zoom.reset();
    Q_EMIT changed();
}

void TimeRange::chooseCustom(qint64 from, qint64 to) {
    m_span = Span::Custom;
    m_custom.from = minuteOf(from);
    m_custom.to = std::max(minuteOf(to), m_custom.from + minuteMs);
    m_zoom.reset();
    Q_EMIT changed();
}

void TimeRange::zoom(qint64 from, qint64 to) {
    const auto start = minuteOf(from);
    // The future holds nothing.
    const auto end = std::min(std::max(minuteOf(to + minuteMs - 1), start + minuteMs), minuteOf(now()) + minuteMs);
    if (end <= start)
        return;
    m_zoom = Stretch{start, end};
    Q_EMIT changed();
}

void TimeRange::unzoom() {
    if (!m_zoom)
        return;
    m_zoom.reset();
    Q_EMIT changed();
}

void TimeRange::setEarliest(qint64 at) {
    if (at <= 0 || m_earliest == at)
        return;
    m_earliest = at;
    if (m_span == Span::All && !m_zoom)
        Q_EMIT changed();
}

QString TimeRange::nameOf(Span span) {
    return span == Span::Custom ? tr("Custom") : tr(rows[static_cast<std::size_t>(span)].name);
}

QString TimeRange::name() const {
    if (!m_zoom && m_span != Span::Custom)
        return nameOf(m_span);
    const QLocale locale;
    const auto moment = [&](qint64 at) {
        const auto when = QDateTime::fromMSecsSinceEpoch(at);
        //: A moment of a chosen range: day, time
        return tr("%1 %2").arg(locale.toString(when.date(), tr("d MMM")),
                               locale.toString(when.time(), QLocale::ShortFormat));
    };
    return tr("%1 – %2").arg(moment(fromMoment()), moment(toMoment()));
}

std::optional<TimeRange::Stretch> TimeRange::fixed() const {
    if (m_zoom)
        return m_zoom;
    if (m_span == Span::Custom)
        return m_custom;
    if (m_span == Span::ThisMonth) {
        const auto today = QDate::currentDate();
        return Stretch{QDate(today.year(), today.month(), 1).startOfDay().toMSecsSinceEpoch(),
                       minuteOf(now()) + minuteMs};
    }
    if (m_span == Span::All && m_earliest > 0)
        return Stretch{minuteOf(m_earliest), minuteOf(now()) + minuteMs};
    return std::nullopt;
}

QString TimeRange::from() const {
    if (const auto stretch = fixed())
        return text(stretch->from);
    return QLatin1String(rows[static_cast<std::size_t>(m_span)].from);
}

QString TimeRange::to() const {
    return endsNow() ? QString() : text(fixed()->to);
}

QString TimeRange::fromBefore() const {
    if (const auto stretch = fixed())
        return text(2 * stretch->from - stretch->to);
    return QLatin1String(rows[static_cast<std::size_t>(m_span)].before);
}

QString TimeRange::toBefore() const {
    return from();
}

QString TimeRange::stepFor(qint64 seconds, int mostPoints) {
    for (const auto& step : steps) {
        if (seconds / step.seconds <= mostPoints)
            return QLatin1String(step.text);
    }
    return QLatin1String(steps.back().text);
}

qint64 TimeRange::secondsOf(const QString& step) {
    const auto* found =
        std::find_if(steps.begin(), steps.end(), [&](const Step& one) { return step == QLatin1String(one.text); });
    return found == steps.end() ? steps.front().seconds : found->seconds;
}

QString TimeRange::step() const {
    return stepFor(seconds());
}

qint64 TimeRange::seconds() const {
    if (const auto stretch = fixed())
        return std::max<qint64>(60, (stretch->to - stretch->from) / 1'000);
    return rows[static_cast<std::size_t>(m_span)].seconds;
}

qint64 TimeRange::toMoment() const {
    const auto stretch = fixed();
    return stretch ? stretch->to : now();
}

qint64 TimeRange::fromMoment() const {
    const auto stretch = fixed();
    return stretch ? stretch->from : now() - seconds() * 1'000;
}

bool TimeRange::endsNow() const {
    return !m_zoom && m_span != Span::Custom;
}

QString TimeRange::filterFor(qint64 from, qint64 to) {
    return QStringLiteral("after:%1 before:%2").arg(text(from), text(to));
}

QString TimeRange::filter() const {
    if (m_span == Span::All && !m_zoom)
        return {};
    return endsNow() ? QString(QStringLiteral("after:") + from()) : filterFor(fixed()->from, fixed()->to);
}

QString TimeRange::saved() const {
    if (m_span == Span::Custom)
        return QString(text(m_custom.from) + u'/' + text(m_custom.to));
    return QLatin1String(rows[static_cast<std::size_t>(m_span)].word);
}

bool TimeRange::restore(const QString& saved) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (saved == QLatin1String(rows[i].word)) {
            choose(static_cast<Span>(i));
            return true;
        }
    }
    const auto parts = saved.split(u'/');
    const auto from = QDateTime::fromString(parts.value(0), Qt::ISODate);
    const auto to = QDateTime::fromString(parts.value(1), Qt::ISODate);
    if (!from.isValid() || !to.isValid() || to <= from)
        return false;
    chooseCustom(from.toMSecsSinceEpoch(), to.toMSecsSinceEpoch());
    return true;
}

} // namespace gatehouse::ui
