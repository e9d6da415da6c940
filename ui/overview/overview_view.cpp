// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/overview_view.h"

#include "ui/models/call_model.h"
#include "ui/models/format.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/metric_card.h"
#include "ui/widgets/notice_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 1'000;
constexpr int latestCalls = 7;
const QString logView = QStringLiteral("log");
const QString metrics = QStringLiteral("calls,errors,cost,pretend_cost,latency,first_byte");

QJsonObject totalOf(const QJsonObject& stats) {
    return stats.value(QLatin1String("total")).toObject();
}

double number(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toDouble();
}

std::optional<double> percentile(const QJsonObject& json, const char* what, const char* which) {
    const auto value = json.value(QLatin1String(what)).toObject().value(QLatin1String(which));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

ChartSeries seriesOf(const QJsonArray& points, const char* which) {
    ChartSeries series;
    series.name = QLatin1String(which);
    for (const auto& value : points) {
        const auto point = value.toObject();
        series.times.push_back(
            QDateTime::fromString(point.value(QLatin1String("t")).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch());
        series.values.push_back(percentile(point, "latency", which).value_or(chartGap));
    }
    return series;
}

} // namespace

OverviewView::OverviewView(Console& console)
    : m_theme(console.theme), m_client(console.client), m_range(console.range) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(makeTop());
    layout->addWidget(makeCards());
    m_chart = new Chart(m_theme, tr("Latency by percentile"));
    m_chart->setObjectName(QStringLiteral("latencyChart"));
    m_chart->setMinimumHeight(220);
    layout->addWidget(m_chart, 3);
    layout->addWidget(makeCalls(), 2);

    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &OverviewView::refresh);
    connect(&m_client, &GatewayClient::refreshNeeded, this, &OverviewView::refresh);
    connect(&m_client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("call.finished"))
            askSoon();
    });
    connect(&m_range, &TimeRange::changed, this, &OverviewView::refresh);
    connect(m_chart, &Chart::activated, this, [this](qint64 from, qint64 to) {
        const auto text = [](qint64 at) { return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate); };
        Q_EMIT goTo(logView, QStringLiteral("after:%1 before:%2").arg(text(from), text(to)));
    });
    for (auto* card : {m_requests, m_spend, m_latency})
        connect(card, &MetricCard::activated, this,
                [this] { Q_EMIT goTo(logView, QStringLiteral("after:") + m_range.from()); });
    connect(m_errors, &MetricCard::activated, this,
            [this] { Q_EMIT goTo(logView, QStringLiteral("status>=400 after:") + m_range.from()); });
}

QWidget* OverviewView::makeTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("Overview"));
    title->setProperty("role", QStringLiteral("title"));
    m_stale = new QLabel;
    m_stale->setProperty("role", QStringLiteral("fault"));
    m_stale->setTextFormat(Qt::PlainText);
    m_spans = new QComboBox;
    m_spans->setObjectName(QStringLiteral("timeRange"));
    m_spans->setAccessibleName(tr("Time range"));
    for (int i = 0; i < TimeRange::spanCount; ++i)
        m_spans->addItem(TimeRange::nameOf(static_cast<TimeRange::Span>(i)));
    m_spans->setCurrentIndex(static_cast<int>(m_range.span()));
    connect(m_spans, &QComboBox::activated, this, [this](int i) { m_range.choose(static_cast<TimeRange::Span>(i)); });
    connect(&m_range, &TimeRange::changed, this,
            [this] { m_spans->setCurrentIndex(static_cast<int>(m_range.span())); });
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(title);
    layout->addSpacing(space::large);
    layout->addWidget(m_stale, 1);
    layout->addWidget(m_spans);
    return top;
}

QWidget* OverviewView::makeCards() {
    using Tone = Theme::Tone;
    m_requests = new MetricCard(m_theme, tr("Requests"), QStringLiteral("activity"), Tone::Accent);
    m_spend = new MetricCard(m_theme, tr("Spend (estimated)"), QStringLiteral("coin"), Tone::Warning);
    m_errors = new MetricCard(m_theme, tr("Errors"), QStringLiteral("alert-triangle"), Tone::Error);
    m_latency = new MetricCard(m_theme, tr("Latency p95"), QStringLiteral("clock"), Tone::Info);
    const std::array cards{std::pair{m_requests, "cardRequests"}, std::pair{m_spend, "cardSpend"},
                           std::pair{m_errors, "cardErrors"}, std::pair{m_latency, "cardLatency"}};
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::large);
    for (const auto& [card, name] : cards) {
        card->setObjectName(QLatin1String(name));
        layout->addWidget(card, 1);
    }
    return row;
}

QWidget* OverviewView::makeCalls() {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_calls = new CallModel(m_client, this);
    m_table = new CallTable(m_theme);
    m_table->setObjectName(QStringLiteral("latestCalls"));
    m_table->setAccessibleName(tr("Latest calls"));
    m_table->setCalls(m_calls);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    for (const int hidden : {CallModel::Route, CallModel::Total, CallModel::Cache, CallModel::Cached,
                             CallModel::Retries, CallModel::Client, CallModel::Tags})
        m_table->setColumnHidden(hidden, true);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(CallModel::Model, QHeaderView::Stretch);
    m_table->setMinimumHeight(tableRowHeight * 4);
    m_table->setMaximumHeight(tableRowHeight * (latestCalls + 1) + space::small);
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) {
        Q_EMIT goTo(logView, QStringLiteral("id:") + index.data(CallModel::CallRole).toString());
    });

    m_notice = new NoticePanel(m_theme);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        m_client.reconnectNow();
        refresh();
        m_calls->reload();
    });
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_notice);
    const auto choose = [this] {
        const bool empty = m_calls->rowCount() == 0;
        if (empty && m_calls->loading() == CallModel::Loading::Failed)
            m_notice->show(QStringLiteral("plug-connected-x"), Theme::Tone::Error, m_calls->problem().detail,
                           tr("Retry"));
        else if (empty)
            m_notice->show(QStringLiteral("activity"), Theme::Tone::Secondary,
                           tr("No traffic yet. Calls show up here as they happen."), {});
        m_stack->setCurrentIndex(empty ? 1 : 0);
    };
    connect(m_calls, &QAbstractItemModel::rowsInserted, this, choose);
    connect(m_calls, &QAbstractItemModel::rowsRemoved, this, choose);
    connect(m_calls, &QAbstractItemModel::modelReset, this, choose);
    connect(m_calls, &CallModel::loadingChanged, this, choose);
    choose();
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_stack);
    return card;
}

void OverviewView::askSoon() {
    if (isVisible() && !m_soon.isActive())
        m_soon.start();
}

void OverviewView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    refresh();
}

void OverviewView::refresh() {
    if (!isVisible())
        return; // showEvent() asks
    QUrlQuery now;
    now.addQueryItem(QStringLiteral("from"), m_range.from());
    now.addQueryItem(QStringLiteral("step"), m_range.step());
    now.addQueryItem(QStringLiteral("metrics"), metrics);
    m_client.get(QStringLiteral("/stats"), now, this, [this](const Reply& reply) { takeNow(reply); });
    QUrlQuery before;
    before.addQueryItem(QStringLiteral("from"), m_range.fromBefore());
    before.addQueryItem(QStringLiteral("to"), m_range.from());
    before.addQueryItem(QStringLiteral("step"), m_range.step());
    before.addQueryItem(QStringLiteral("metrics"), QStringLiteral("calls"));
    m_client.get(QStringLiteral("/stats"), before, this, [this](const Reply& reply) { takeBefore(reply); });
}

void OverviewView::takeNow(const Reply& reply) {
    if (!reply.ok()) {
        showProblem(reply.problem());
        return;
    }
    m_stale->clear();
    m_now = reply.object();
    const auto series = m_now.value(QLatin1String("series")).toArray();
    const auto points =
        series.isEmpty() ? QJsonArray() : series.first().toObject().value(QLatin1String("points")).toArray();
    ChartData picture;
    picture.format = [](double milliseconds) { return durationText(QLocale(), milliseconds); };
    picture.step = m_now.value(QLatin1String("step_ms")).toInteger();
    for (const char* which : {"p50", "p95", "p99"}) {
        picture.series.push_back(seriesOf(points, which));
        picture.series.back().tint = static_cast<int>(picture.series.size()) - 1;
    }
    const auto time = [this](const char* name) {
        return QDateTime::fromString(m_now.value(QLatin1String(name)).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch();
    };
    picture.from = time("from");
    picture.to = time("to");
    m_chart->setData(std::move(picture));
    showCards();
}

void OverviewView::takeBefore(const Reply& reply) {
    if (!reply.ok())
        return;
    m_before = reply.object();
    showCards();
}

void OverviewView::showCards() {
    const QLocale locale;
    const auto total = totalOf(m_now);
    const auto calls = static_cast<qint64>(number(total, "calls"));
    const auto errors = static_cast<qint64>(number(total, "errors"));
    const double before = number(totalOf(m_before), "calls");
    QString trend = tr("nothing in the stretch before");
    if (before > 0) {
        const double change = (static_cast<double>(calls) - before) / before;
        trend = change >= 0 ? tr("▲ %1 against the stretch before").arg(shareText(locale, change))
                            : tr("▼ %1 against the stretch before").arg(shareText(locale, -change));
    }
    m_requests->show(countText(locale, calls), trend);
    const QString pretend = total.value(QLatin1String("pretend_cost")).toString();
    m_spend->show(moneyText(locale, total.value(QLatin1String("cost")).toString()),
                  pretend.toDouble() > 0 ? tr("and %1 of pretend money (demo)").arg(moneyText(locale, pretend))
                                         : tr("at the providers' list prices"));
    m_errors->show(calls == 0 ? shareText(locale, 0)
                              : shareText(locale, static_cast<double>(errors) / static_cast<double>(calls)),
                   tr("%1 of %2 calls").arg(countText(locale, errors), countText(locale, calls)));
    m_latency->show(durationText(locale, percentile(total, "latency", "p95")),
                    tr("first byte p95 %1").arg(durationText(locale, percentile(total, "first_byte", "p95"))));
}

void OverviewView::showProblem(const Problem& problem) {
    m_stale->setText(problem.detail); // what is shown stays, and says that it is old
}

} // namespace gatehouse::ui
