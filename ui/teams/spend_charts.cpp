// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/spend_charts.h"

#include "ui/analytics/chart_maker.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/fact_list.h"

#include <QHBoxLayout>
#include <QLabel>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 1'000; // charts are drawn at most once a second

} // namespace

SpendCharts::SpendCharts(Console& console, QWidget* parent) : QWidget(parent), m_console(console) {
    setObjectName(QStringLiteral("spendCharts"));
    m_apps = makePart(QStringLiteral("teamApps"), tr("Spend by application"), GroupBy::App);
    m_apis = makePart(QStringLiteral("teamApis"), tr("Spend by API"), GroupBy::Api);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, space::small, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_apps.card, 1);
    layout->addWidget(m_apis.card, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &SpendCharts::refresh);
    connect(&console.range, &TimeRange::changed, this, &SpendCharts::refresh);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("call.finished") && isVisible() && !m_soon.isActive())
            m_soon.start();
    });
}

SpendCharts::Part SpendCharts::makePart(const QString& name, const QString& title, GroupBy group) {
    Part part;
    part.report.measure = Measure::Spend;
    part.report.group = group;
    part.report.kind = ChartKind::Bars;
    part.feed = new StatsFeed(m_console.client, this);
    part.card = new ChartCard(m_console.theme, m_console.toast, name, title);
    part.card->setPlaceholder(plainLabel(tr("Nothing was spent in this time."), "secondary"));
    const auto* card = part.card;
    connect(part.feed, &StatsFeed::answered, this,
            [this, card](const StatsFeed::Answer& answer) { draw(card == m_apps.card ? m_apps : m_apis, answer); });
    connect(&part.card->chart(), &Chart::activated, this, [this](qint64 from, qint64 to, const QString& term) {
        const auto words = QStringLiteral("team:%1 %2 %3").arg(m_team, term, TimeRange::filterFor(from, to));
        Q_EMIT callsAsked(words.simplified());
    });
    return part;
}

void SpendCharts::show(const QString& team) {
    if (team == m_team)
        return;
    m_team = team;
    refresh();
}

void SpendCharts::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

void SpendCharts::refresh() {
    if (!isVisible() || m_team.isEmpty())
        return;
    ask(m_apps);
    ask(m_apis);
}

void SpendCharts::ask(Part& part) {
    StatsQuestion question;
    question.from = m_console.range.from();
    question.to = m_console.range.to();
    question.step = m_console.range.step();
    question.groupBy = groupWordsOf(part.report);
    question.metrics = chartMetrics(part.report);
    question.filter = QString(QStringLiteral("team:") + m_team);
    part.feed->ask(question);
}

void SpendCharts::draw(const Part& part, const StatsFeed::Answer& answer) {
    part.card->showPlaceholder(answer->empty());
    ChartSources sources;
    sources.now = answer.get();
    part.card->setData(makeChart(part.report, sources));
}

} // namespace gatehouse::ui
