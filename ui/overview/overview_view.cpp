// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_view.h"

#include "ui/models/call_model.h"
#include "ui/models/format.h"
#include "ui/overview/active_routes.h"
#include "ui/overview/problem_finder.h"
#include "ui/overview/test_call.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/metric_card.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QLabel>
#include <QStackedWidget>
#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 1'000;
constexpr int mostUnpriced = 3;
constexpr int mostProblems = 5;
constexpr int narrowProblems = 3;
constexpr int mostRoutes = 6;
const QString logView = QStringLiteral("log");

const QStringList& metrics() {
    static const QStringList all{QStringLiteral("calls"),       QStringLiteral("errors"),
                                 QStringLiteral("cost"),        QStringLiteral("pretend_cost"),
                                 QStringLiteral("latency.p50"), QStringLiteral("latency.p95"),
                                 QStringLiteral("latency.p99"), QStringLiteral("first_byte.p95")};
    return all;
}

std::optional<double> known(double value) {
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

QString exactMoney(const StatsAnswer& answer, const char* metric) {
    const int column = answer.columnOf(QLatin1String(metric));
    const auto& decimals = answer.total.totals[static_cast<std::size_t>(column)].decimals;
    return decimals.empty() ? QString() : decimals.front();
}

// "▲ 8 %" or "▼ 3 %" against the stretch before; empty where there is nothing to compare with.
QString deltaText(double now, double before) {
    if (std::isnan(now) || std::isnan(before) || before <= 0)
        return {};
    const double change = (now - before) / before;
    if (std::abs(change) < 0.0005)
        return OverviewView::tr("as before");
    const QString share = shareText(QLocale(), std::abs(change));
    return change > 0 ? OverviewView::tr("▲ %1").arg(share) : OverviewView::tr("▼ %1").arg(share);
}

QString joined(const QString& one, const QString& other) {
    if (one.isEmpty() || other.isEmpty())
        return one + other;
    return QString(one + QStringLiteral(" · ") + other);
}

} // namespace

OverviewView::OverviewView(Console& console)
    : m_console(console), m_theme(console.theme), m_client(console.client), m_range(console.range),
      m_now(console.client), m_before(console.client), m_causes(console.client),
      m_finder(new ProblemFinder(console.client, this)), m_routes(console.client, QStringLiteral("/routes")),
      m_test(new TestCall(console.client, console.key, this)) {
    arrange();
    makeActions();
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &OverviewView::refresh);
    connect(&m_client, &GatewayClient::refreshNeeded, this, &OverviewView::refresh);
    connect(&m_client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("call.finished"))
            askSoon();
    });
    connect(&m_range, &TimeRange::changed, this, &OverviewView::refresh);
    connect(&m_now, &StatsFeed::answered, this, &OverviewView::takeNow);
    connect(&m_now, &StatsFeed::failed, this, [this](const Problem& problem) {
        m_problem = problem;
        m_failed = true;
        m_stale->setText(m_nowAnswer != nullptr ? problem.detail : QString()); // what is shown stays
        chooseChart();
    });
    connect(&m_before, &StatsFeed::answered, this, [this](const StatsFeed::Answer& answer) {
        m_beforeAnswer = answer;
        showCards();
    });
    connect(&m_causes, &StatsFeed::answered, this, [this](const StatsFeed::Answer& answer) {
        m_causesAnswer = answer;
        showCards();
    });
    connect(m_finder, &ProblemFinder::changed, this, [this] {
        showProblems();
        showRoutes();
        showSpend();
    });
    connect(&m_routes, &ResourceList::changed, this, &OverviewView::showRoutes);
    connect(&m_routes, &ResourceList::loadingChanged, this, &OverviewView::showRoutes);
    connect(m_test, &TestCall::runningChanged, this, [this] {
        m_sendTest->setEnabled(!m_test->isRunning());
        chooseChart();
        chooseCalls();
    });
    connect(m_test, &TestCall::failed, this, [this](const QString& sentence) { m_console.toast.say(sentence); });
    connect(m_test, &TestCall::answered, this, [this](const QString& id, double milliseconds) {
        m_console.toast.say(tr("The test call was answered in %1.").arg(durationText(QLocale(), milliseconds)),
                            tr("Show it"), [this, id] { Q_EMIT goTo(logView, QString(QStringLiteral("id:") + id)); });
    });
    showProblems();
    showRoutes();
    chooseChart();
    chooseCalls();
}

void OverviewView::askSoon() {
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
}

void OverviewView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    arrange(); // by now the type has its size
    refresh();
}

void OverviewView::refresh() {
    if (!isVisible())
        return; // showEvent() asks
    m_soon.stop();
    StatsQuestion question;
    question.from = m_range.from();
    question.to = m_range.to();
    question.step = m_range.step();
    question.metrics = metrics();
    m_now.ask(question);
    askBefore();
    askCauses();
    m_finder->reloadSoon();
    if (!m_finder->loaded())
        m_finder->reload();
}

void OverviewView::askBefore() {
    StatsQuestion question;
    question.from = m_range.fromBefore();
    question.to = m_range.toBefore();
    question.step = m_range.step();
    question.metrics = metrics();
    m_before.ask(question);
}

void OverviewView::askCauses() {
    StatsQuestion question;
    question.from = m_range.from();
    question.to = m_range.to();
    question.step = m_range.step();
    question.groupBy = {QStringLiteral("error"), QStringLiteral("model")};
    question.metrics = {QStringLiteral("calls"), QStringLiteral("unknown_cost_calls")};
    m_causes.ask(question);
}

void OverviewView::takeNow(const StatsFeed::Answer& answer) {
    m_nowAnswer = answer;
    m_failed = false;
    m_stale->clear();
    if (m_range.span() == TimeRange::Span::All && !answer->empty() && !answer->series.front().times.empty())
        m_range.setEarliest(answer->series.front().times.front());
    ChartData chart;
    chart.from = answer->from;
    chart.to = answer->to;
    chart.step = answer->step;
    chart.format = [](double milliseconds) { return durationText(QLocale(), milliseconds); };
    for (const char* which : {"p50", "p95", "p99"}) {
        ChartSeries line;
        line.name = QLatin1String(which);
        line.tint = static_cast<int>(chart.series.size());
        const auto column =
            static_cast<std::size_t>(answer->columnOf(QString(QStringLiteral("latency.") + QLatin1String(which))));
        if (!answer->series.empty()) {
            line.times = answer->series.front().times;
            line.values = answer->series.front().columns[column].values;
        }
        chart.series.push_back(std::move(line));
    }
    m_chart->chart().setZoomed(m_range.isZoomed());
    m_chart->setData(std::move(chart));
    showCards();
    chooseChart();
    chooseCalls();
}

void OverviewView::showCards() {
    if (m_nowAnswer == nullptr)
        return;
    const QLocale locale;
    const auto& now = *m_nowAnswer;
    const auto before = [this](const char* metric) {
        return m_beforeAnswer != nullptr ? m_beforeAnswer->totalOf(QLatin1String(metric)) : chartGap;
    };
    const auto calls = std::llround(now.totalOf(QStringLiteral("calls")));
    const auto errors = std::llround(now.totalOf(QStringLiteral("errors")));
    const QString more = deltaText(static_cast<double>(calls), before("calls"));
    m_requests->show(countText(locale, calls), more.isEmpty() ? tr("nothing before") : tr("%1 vs. before").arg(more));
    QString causes;
    if (m_causesAnswer != nullptr) {
        QStringList classes;
        QHash<QString, qint64> unpriced;
        for (const auto& series : m_causesAnswer->series) {
            if (series.group.value(0) != QLatin1String("none")) {
                classes << series.group.value(0); // what failed has no cost for other reasons than its price
                continue;
            }
            const auto unknown = std::llround(StatsAnswer::totalOf(series, 1));
            if (unknown > 0)
                unpriced[series.group.value(1)] += unknown;
        }
        classes.removeDuplicates();
        if (!classes.isEmpty())
            causes = classes.size() == 1 ? QString(classes.first()).replace(u'_', u' ')
                                         : tr("%n causes", nullptr, static_cast<int>(classes.size()));
        QVector<QPair<QString, qint64>> models;
        for (auto it = unpriced.cbegin(); it != unpriced.cend(); ++it)
            models.append({it.key(), it.value()});
        std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
        m_finder->setUnpriced(models.mid(0, mostUnpriced));
    }
    m_errors->show(shareText(locale, calls == 0 ? 0 : static_cast<double>(errors) / static_cast<double>(calls)),
                   errors == 0 ? tr("no call failed")
                               : joined(tr("%n calls", nullptr, static_cast<int>(errors)), causes));
    const double p95 = now.totalOf(QStringLiteral("latency.p95"));
    m_latency->show(
        durationText(locale, known(p95)),
        joined(tr("first byte %1").arg(durationText(locale, known(now.totalOf(QStringLiteral("first_byte.p95"))))),
               deltaText(p95, before("latency.p95"))));
    showSpend();
}

// The budget that is used most says more than the list price.
void OverviewView::showSpend() {
    if (m_nowAnswer == nullptr)
        return;
    const QLocale locale;
    const auto& now = *m_nowAnswer;
    QString note;
    double most = -1;
    for (const auto& value : m_finder->budgets()) {
        const auto budget = value.toObject();
        const QString limit = budget.value(QLatin1String("limit")).toString();
        const double share =
            limit.toDouble() > 0 ? budget.value(QLatin1String("spent")).toString().toDouble() / limit.toDouble() : 0;
        if (share <= most)
            continue;
        most = share;
        //: Use of a budget: share, amount, whose it is
        note =
            tr("%1 of %2 budget (%3)")
                .arg(shareText(locale, share), moneyText(locale, limit), budget.value(QLatin1String("id")).toString());
    }
    const QString cost = exactMoney(now, "cost");
    const QString pretend = exactMoney(now, "pretend_cost");
    const QString change = deltaText(
        cost.toDouble(), m_beforeAnswer != nullptr ? exactMoney(*m_beforeAnswer, "cost").toDouble() : chartGap);
    if (note.isEmpty() && cost.toDouble() <= 0 && pretend.toDouble() > 0)
        note = tr("and %1 of pretend money (demo)").arg(moneyText(locale, pretend));
    else if (note.isEmpty())
        note = change.isEmpty() ? tr("at the providers' list prices") : tr("%1 vs. before").arg(change);
    m_spend->show(cost.isEmpty() ? tr("unknown") : moneyText(locale, cost), note);
}

void OverviewView::showProblems() {
    QVector<SideList::Line> lines;
    for (const auto& problem : m_finder->problems())
        lines.append({problem.icon, problem.tone, problem.sentence, {}, problem.step});
    m_problems->setLines(lines, m_finder->loaded() ? tr("Nothing needs you.") : tr("Looking…"),
                         m_finder->loaded() ? QStringLiteral("circle-check") : QStringLiteral("loader-2"),
                         m_columns == 2 ? mostProblems : narrowProblems);
}

void OverviewView::showRoutes() {
    m_active->setLines(activeRoutes(m_routes.items(), m_finder->health()),
                       m_routes.loadedOnce() ? tr("No routes. Clients ask for provider/model.") : tr("Looking…"),
                       QStringLiteral("route"), mostRoutes);
}

bool OverviewView::neverCalled() const {
    return m_calls->rowCount() == 0 && m_calls->loading() != CallModel::Loading::Failed;
}

// Loading, wrong, nothing in this stretch, nothing ever, or the chart.
void OverviewView::chooseChart() {
    using Tone = Theme::Tone;
    const bool nothing = m_nowAnswer == nullptr || m_nowAnswer->empty();
    m_chart->showPlaceholder(nothing);
    if (!nothing)
        return;
    if (m_failed)
        m_chartNotice->show(QStringLiteral("plug-connected-x"), Tone::Error, m_problem.detail, tr("Retry"));
    else if (m_nowAnswer == nullptr)
        m_chartNotice->show(QStringLiteral("loader-2"), Tone::Secondary, tr("Adding up the calls…"), {});
    else if (neverCalled())
        m_chartNotice->show(QStringLiteral("activity"), Tone::Secondary,
                            m_test->isRunning() ? tr("The test call is on its way…")
                                                : tr("No traffic yet. A test call goes through the gateway's own port "
                                                     "to the demo provider; it needs no key and costs nothing."),
                            m_test->isRunning() ? QString() : tr("Send a test call"));
    else
        m_chartNotice->show(QStringLiteral("chart-line"), Tone::Secondary, tr("No traffic in this stretch of time."),
                            tr("Show all"));
}

void OverviewView::chooseCalls() {
    const bool empty = m_calls->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    if (m_calls->loading() == CallModel::Loading::Failed)
        m_notice->show(QStringLiteral("plug-connected-x"), Theme::Tone::Error, m_calls->problem().detail, tr("Retry"));
    else
        m_notice->show(QStringLiteral("list-details"), Theme::Tone::Secondary,
                       tr("The latest calls stand here as they happen."), {});
}

void OverviewView::sendTestCall() {
    m_test->send();
}

} // namespace gatehouse::ui
