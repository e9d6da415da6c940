// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/analytics_view.h"

#include "ui/analytics/budget_lines.h"
#include "ui/analytics/change_marks.h"
#include "ui/analytics/chart_maker.h"
#include "ui/analytics/group_table.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/notice_panel.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 1'000;
constexpr int drawAfterMilliseconds = 20;
constexpr qint64 manyPoints = 2'000; // from there on the table's figures are asked for apart, of few steps
const QString logView = QStringLiteral("log");
const QString hourStep = QStringLiteral("1h");

StatsQuestion questionOf(const Report& report, const TimeRange& range) {
    StatsQuestion question;
    question.from = range.from();
    question.to = range.to();
    question.step = report.step.isEmpty() ? range.step() : report.step;
    question.groupBy = groupWordsOf(report);
    question.metrics = analyticsMetrics();
    question.filter = report.filter;
    return question;
}

qint64 pointsOf(const TimeRange& range, const QString& step) {
    return range.seconds() / TimeRange::secondsOf(step);
}

QString joined(const QString& one, const QString& other) {
    return one.isEmpty() || other.isEmpty() ? QString(one + other) : QString(one + u' ' + other);
}

} // namespace

AnalyticsView::AnalyticsView(Console& console)
    : m_console(console), m_theme(console.theme), m_range(console.range), m_now(console.client),
      m_before(console.client), m_sums(console.client), m_rest(console.client), m_week(console.client),
      m_keys(console.client, QStringLiteral("/keys")), m_budgets(new BudgetLines(console.client, this)),
      m_marks(new ChangeMarks(console.client, this)) {
    makeBody();
    makeActions();
    showSettings();
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &AnalyticsView::refresh);
    m_drawSoon.setSingleShot(true);
    m_drawSoon.setInterval(drawAfterMilliseconds);
    connect(&m_drawSoon, &QTimer::timeout, this, &AnalyticsView::drawNow);
    connect(&console.client, &GatewayClient::refreshNeeded, this, &AnalyticsView::refresh);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("call.finished") && m_range.endsNow())
            askSoon();
    });
    connect(&m_range, &TimeRange::changed, this, &AnalyticsView::refresh);
    connect(&m_now, &StatsFeed::answered, this, &AnalyticsView::takeNow);
    connect(&m_now, &StatsFeed::failed, this, [this](const Problem& problem) {
        m_problem = problem;
        m_failed = true;
        m_stale->setText(m_nowAnswer != nullptr ? problem.detail : QString()); // what is shown stays
        choosePage();
    });
    const auto keep = [this](StatsFeed& feed, StatsFeed::Answer& slot) {
        connect(&feed, &StatsFeed::answered, this, [this, &slot](const StatsFeed::Answer& answer) {
            slot = answer;
            draw();
        });
    };
    keep(m_before, m_beforeAnswer);
    keep(m_sums, m_sumsAnswer);
    keep(m_rest, m_restAnswer);
    keep(m_week, m_weekAnswer);
    connect(&m_keys, &ResourceList::changed, this, &AnalyticsView::draw);
    connect(m_budgets, &BudgetLines::changed, this, &AnalyticsView::draw);
    connect(m_marks, &ChangeMarks::changed, this, &AnalyticsView::draw);
    connect(&m_card->chart(), &Chart::activated, this,
            [this](qint64 from, qint64 to, const QString& term) { toLog(term, TimeRange::filterFor(from, to)); });
    connect(&m_card->chart(), &Chart::zoomed, &m_range, &TimeRange::zoom);
    connect(&m_card->chart(), &Chart::zoomReset, &m_range, &TimeRange::unzoom);
    m_card->setCsv([this] { return m_nowAnswer != nullptr ? statsCsv(*m_nowAnswer) : QByteArray(); });
    choosePage();
}

void AnalyticsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_marks->reload();
    refresh();
}

void AnalyticsView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void AnalyticsView::open(const QString& filter) {
    m_filter->setFilter(filter);
}

QString AnalyticsView::state() const {
    return m_report.filter;
}

void AnalyticsView::askSoon() {
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
}

void AnalyticsView::refresh() {
    if (!isVisible())
        return; // showEvent() asks
    m_soon.stop();
    auto question = questionOf(m_report, m_range);
    if (pointsOf(m_range, question.step) > manyPoints) {
        auto sums = question;
        sums.step = m_range.step();
        m_sums.ask(sums);
        question.metrics = chartMetrics(m_report);
    } else {
        m_sums.forget();
        m_sumsAnswer.reset();
    }
    m_now.ask(question);
    askBefore();
    askWeek();
    choosePage();
}

void AnalyticsView::askBefore() {
    if (!m_report.compare || m_report.kind == ChartKind::HourMap) {
        m_before.forget();
        m_beforeAnswer.reset();
        return;
    }
    auto question = questionOf(m_report, m_range);
    question.from = m_range.fromBefore();
    question.to = m_range.toBefore();
    question.metrics = chartMetrics(m_report);
    m_before.ask(question);
}

void AnalyticsView::askWeek() {
    if (m_report.kind != ChartKind::HourMap) {
        m_week.forget();
        m_weekAnswer.reset();
        return;
    }
    auto question = questionOf(m_report, m_range);
    question.step = hourStep;
    question.groupBy.clear();
    m_week.ask(question);
}

// Quantiles of what is not drawn by itself cannot be had from those of its parts.
void AnalyticsView::askRest() {
    const bool needed =
        isQuantile(m_report.measure) && m_report.group != GroupBy::Nothing && m_report.kind != ChartKind::HourMap &&
        static_cast<int>(m_nowAnswer->series.size()) > chartColours && !restFilter(m_report, *m_nowAnswer).isEmpty();
    if (!needed) {
        m_rest.forget();
        m_restAnswer.reset();
        return;
    }
    auto question = questionOf(m_report, m_range);
    question.groupBy.clear();
    question.metrics = chartMetrics(m_report);
    question.filter = joined(m_report.filter, restFilter(m_report, *m_nowAnswer));
    m_rest.ask(question);
}

void AnalyticsView::takeNow(const StatsFeed::Answer& answer) {
    m_nowAnswer = answer;
    m_failed = false;
    m_stale->clear();
    if (m_range.span() == TimeRange::Span::All && !m_range.knowsEarliest() && m_report.filter.isEmpty()) {
        qint64 earliest = 0;
        for (const auto& series : answer->series) {
            if (!series.times.empty() && (earliest == 0 || series.times.front() < earliest))
                earliest = series.times.front();
        }
        m_range.setEarliest(earliest);
    }
    askRest();
    draw();
}

// Answers come in bunches; a chart of many points is made once for all of them.
void AnalyticsView::draw() {
    choosePage();
    if (!m_drawSoon.isActive())
        m_drawSoon.start();
}

void AnalyticsView::drawNow() {
    if (m_nowAnswer == nullptr)
        return;
    ChartSources sources;
    sources.now = m_nowAnswer.get();
    sources.before = m_beforeAnswer.get();
    sources.rest = m_restAnswer.get();
    for (const auto& key : m_keys.items()) {
        const QString name = key.value(QLatin1String("name")).toString();
        if (!name.isEmpty())
            sources.names.insert(key.value(QLatin1String("id")).toString(), name);
    }
    // An answer to another question is on its way.
    if (m_nowAnswer->groupBy != groupWordsOf(m_report))
        return;
    const bool apart = m_sumsAnswer != nullptr && m_sumsAnswer->groupBy == m_nowAnswer->groupBy;
    m_groups->setAnswer(apart ? m_sumsAnswer : m_nowAnswer,
                        m_nowAnswer->groupBy.value(0) == QLatin1String("error") ? tr("Error class")
                                                                                : headingOf(m_report.group),
                        sources.names);
    QString title = nameOf(m_report.measure);
    if (isQuantile(m_report.measure) && (m_report.group != GroupBy::Nothing || m_report.kind == ChartKind::HourMap))
        title = tr("%1, p%2").arg(title).arg(m_report.percentile);
    if (m_report.group != GroupBy::Nothing && m_report.kind != ChartKind::HourMap)
        //: Title of a chart: what is shown, what it is split by
        title = tr("%1 · %2").arg(title, nameOf(m_report.group));
    m_card->setTitle(title);
    if (m_report.kind == ChartKind::HourMap) {
        if (m_weekAnswer != nullptr)
            m_card->setData(makeWeek(m_report, *m_weekAnswer));
        m_card->setNote(isQuantile(m_report.measure) ? tr("The median of each hour") : tr("The sum of each hour"));
        return;
    }
    auto chart = makeChart(m_report, sources);
    chart.limits = m_budgets->linesFor(m_report, chart.step);
    for (const auto& mark : m_marks->marks()) {
        if (mark.at >= chart.from && mark.at < chart.to)
            chart.marks.push_back(mark);
    }
    m_card->chart().setZoomed(m_range.isZoomed());
    m_card->setData(std::move(chart));
    const auto hidden = static_cast<int>(m_nowAnswer->series.size()) - drawnGroups(m_report, *m_nowAnswer);
    m_card->setNote(m_report.group != GroupBy::Nothing && hidden > 0 ? tr("%n more below", nullptr, hidden)
                                                                     : QString());
}

// Loading, wrong, nothing that fits, nothing at all, or the chart.
void AnalyticsView::choosePage() {
    const bool nothing = m_nowAnswer == nullptr || m_nowAnswer->empty();
    m_card->showPlaceholder(nothing);
    if (!nothing)
        return;
    using Tone = Theme::Tone;
    if (m_failed)
        m_notice->show(QStringLiteral("plug-connected-x"), Tone::Error, m_problem.detail,
                       m_problem.code == QLatin1String("filter_not_summed") ? tr("Show in the log") : tr("Retry"));
    else if (m_nowAnswer == nullptr)
        m_notice->show(QStringLiteral("loader-2"), Tone::Secondary, tr("Adding up the calls…"), {});
    else if (!m_report.filter.isEmpty())
        m_notice->show(QStringLiteral("filter"), Tone::Secondary,
                       tr("No call of this stretch of time fits the filter."), tr("Clear filter"));
    else if (m_range.span() != TimeRange::Span::All || m_range.isZoomed())
        m_notice->show(QStringLiteral("chart-line"), Tone::Secondary, tr("No traffic in this stretch of time."),
                       tr("Show all"));
    else
        m_notice->show(QStringLiteral("chart-line"), Tone::Secondary,
                       tr("No traffic yet. Charts grow here as calls come in."), tr("Open overview"));
}

void AnalyticsView::toLog(const QString& term, const QString& time) {
    Q_EMIT goTo(logView, joined(joined(m_report.filter, term), time));
}

void AnalyticsView::zoomBy(double factor) {
    const auto from = m_range.fromMoment();
    const auto to = m_range.toMoment();
    const auto span = static_cast<double>(to - from);
    const auto change = static_cast<qint64>(span * (1 - factor) / 2);
    m_range.zoom(from + change, to - change);
}

} // namespace gatehouse::ui
