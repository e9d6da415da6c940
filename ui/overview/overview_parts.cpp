// SPDX-License-Identifier: GPL-3.0-or-later
// What the view is made of, and how it is laid out in a narrow and in a wide window.
#include "ui/models/call_model.h"
#include "ui/overview/overview_view.h"
#include "ui/overview/problem_finder.h"
#include "ui/overview/side_list.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/metric_card.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/range_button.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int fewestCalls = 4;
constexpr int chartHeight = 230;
constexpr double wideTexts = 62; // of the width of a wide letter: from there on the lists stand beside the chart
const QString logView = QStringLiteral("log");

} // namespace

QWidget* OverviewView::makeTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("Overview"));
    title->setProperty("role", QStringLiteral("title"));
    m_stale = new QLabel;
    m_stale->setObjectName(QStringLiteral("overviewStale"));
    m_stale->setProperty("role", QStringLiteral("fault"));
    m_stale->setTextFormat(Qt::PlainText);
    m_stale->setWordWrap(true);
    m_rangeButton = new RangeButton(m_theme, m_range);
    auto* connectClient = new QPushButton(tr("Connect a client"));
    connectClient->setObjectName(QStringLiteral("connectClient"));
    connectClient->setProperty("role", QStringLiteral("primary"));
    connectClient->setIcon(m_theme.icon(QStringLiteral("plug"), Theme::Tone::OnAccent));
    connect(connectClient, &QPushButton::clicked, this, [this] { Q_EMIT goTo(QStringLiteral("connect"), {}); });
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(title);
    layout->addSpacing(space::small);
    layout->addWidget(m_stale, 1);
    layout->addWidget(m_rangeButton);
    layout->addWidget(connectClient);
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
    m_cards = new QWidget;
    auto* layout = new QGridLayout(m_cards);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::large);
    for (const auto& [card, name] : cards) {
        card->setObjectName(QLatin1String(name));
        card->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // equal widths
    }
    for (auto* card : {m_requests, m_latency})
        connect(card, &MetricCard::activated, this, [this] { Q_EMIT goTo(logView, m_range.filter()); });
    connect(m_spend, &MetricCard::activated, this,
            [this] { Q_EMIT goTo(logView, QString(QStringLiteral("cost>0 ") + m_range.filter()).trimmed()); });
    connect(m_errors, &MetricCard::activated, this,
            [this] { Q_EMIT goTo(logView, QString(QStringLiteral("status>=400 ") + m_range.filter()).trimmed()); });
    return m_cards;
}

QWidget* OverviewView::makeChart() {
    m_chart = new ChartCard(m_theme, m_console.toast, QStringLiteral("latency"), tr("Latency by percentile"));
    m_chart->setMinimumHeight(chartHeight);
    m_chartNotice = new NoticePanel(m_theme);
    m_chartNotice->setObjectName(QStringLiteral("overviewNotice"));
    m_chart->setPlaceholder(m_chartNotice);
    m_chart->setCsv([this] { return m_nowAnswer != nullptr ? statsCsv(*m_nowAnswer) : QByteArray(); });
    connect(&m_chart->chart(), &Chart::activated, this,
            [this](qint64 from, qint64 to) { Q_EMIT goTo(logView, TimeRange::filterFor(from, to)); });
    connect(&m_chart->chart(), &Chart::zoomed, &m_range, &TimeRange::zoom);
    connect(&m_chart->chart(), &Chart::zoomReset, &m_range, &TimeRange::unzoom);
    connect(m_chartNotice, &NoticePanel::pressed, this, [this] {
        if (m_failed) {
            m_client.reconnectNow();
            refresh();
        } else if (neverCalled()) {
            sendTestCall();
        } else {
            m_range.choose(TimeRange::Span::All);
        }
    });
    return m_chart;
}

void OverviewView::makeLists() {
    m_problems = new SideList(m_theme, tr("Problems"));
    m_problems->setObjectName(QStringLiteral("problems"));
    connect(m_problems, &SideList::pressed, this, [this](int line) {
        const auto& all = m_finder->problems();
        if (line >= 0 && line < all.size())
            Q_EMIT goTo(all[line].view, all[line].argument);
    });
    m_active = new SideList(m_theme, tr("Where models go now"));
    m_active->setObjectName(QStringLiteral("activeRoutes"));
}

QWidget* OverviewView::makeCalls() {
    m_callCard = new QFrame;
    m_callCard->setProperty("role", QStringLiteral("card"));
    m_calls = new CallModel(m_client, this);
    m_table = new CallTable(m_theme);
    m_table->setObjectName(QStringLiteral("latestCalls"));
    m_table->setAccessibleName(tr("Latest calls"));
    m_table->setCalls(m_calls);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setColumnsHidden({CallModel::Route, CallModel::Cached, CallModel::Total, CallModel::Cache,
                               CallModel::Retries, CallModel::Client, CallModel::Tags});
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(CallModel::Model, QHeaderView::Stretch);
    m_table->horizontalHeader()->setMinimumSectionSize(60);
    connect(m_table, &TableView::opened, this, [this](const QModelIndex& index) {
        Q_EMIT goTo(logView, QString(QStringLiteral("id:") + index.data(CallModel::CallRole).toString()));
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
    m_stack->setMinimumHeight(tableRowHeight * (fewestCalls + 1) + space::small);
    const auto choose = [this] {
        arrange();
        chooseCalls();
        chooseChart();
    };
    connect(m_calls, &QAbstractItemModel::rowsInserted, this, choose);
    connect(m_calls, &QAbstractItemModel::rowsRemoved, this, choose);
    connect(m_calls, &QAbstractItemModel::modelReset, this, choose);
    connect(m_calls, &CallModel::loadingChanged, this, choose);
    auto* layout = new QVBoxLayout(m_callCard);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_stack);
    return m_callCard;
}

void OverviewView::makeActions() {
    const auto add = [this](const char* name, const QString& text, const char* icon, std::function<void()> run) {
        auto* action = new QAction(m_theme.icon(QLatin1String(icon)), text, this);
        action->setObjectName(QLatin1String(name));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, std::move(run));
        addAction(action);
        return action;
    };
    m_sendTest = add("actionSendTestCall", tr("Send a test call"), "send", [this] { sendTestCall(); });
    add("actionOverviewRange", tr("Choose time range…"), "calendar", [this] { m_rangeButton->openPopup(); });
    add("actionOverviewResetZoom", tr("Reset zoom"), "zoom-reset", [this] { m_range.unzoom(); });
    add("actionConnectClient", tr("Connect a client"), "plug", [this] { Q_EMIT goTo(QStringLiteral("connect"), {}); });
    add("actionExport", tr("Export chart…"), "download", [this] { m_chart->openExportMenu(); });
    addAction(m_chart->tableAction());
    for (auto* action : m_chart->exportActions())
        addAction(action);
}

void OverviewView::resizeEvent(QResizeEvent* event) {
    View::resizeEvent(event);
    arrange();
}

// Wide: the lists beside the calls. Narrow: one below the other.
void OverviewView::arrange() {
    if (m_grid == nullptr) {
        auto* inside = new QWidget;
        inside->setObjectName(QStringLiteral("overviewContent"));
        m_grid = new QGridLayout(inside);
        m_grid->setContentsMargins(space::huge, space::large, space::huge, space::large);
        m_grid->setSpacing(space::large);
        m_grid->addWidget(makeTop(), 0, 0, 1, 2);
        m_grid->addWidget(makeCards(), 1, 0, 1, 2);
        makeChart();
        makeLists();
        makeCalls()->setParent(inside); // it is not always laid out, and must never be a window of its own
        auto* scroll = new QScrollArea;
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus);
        scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        scroll->setWidget(inside);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(scroll);
    }
    arrangeCards();
    const int columns = width() >= wideTexts * fontMetrics().horizontalAdvance(u'M') * 1.6 ? 2 : 1;
    const bool quiet = neverCalled(); // the lists of calls would be a desert
    if (columns == m_columns && quiet == m_quiet)
        return;
    m_columns = columns;
    m_quiet = quiet;
    for (QWidget* widget : std::initializer_list<QWidget*>{m_chart, m_problems, m_callCard, m_active})
        m_grid->removeWidget(widget);
    const bool wide = columns == 2;
    m_grid->addWidget(m_chart, 2, 0, 1, 2);
    if (wide && quiet) {
        m_grid->addWidget(m_problems, 3, 0);
        m_grid->addWidget(m_active, 3, 1);
    } else if (wide) {
        m_grid->addWidget(m_callCard, 3, 0, 2, 1);
        m_grid->addWidget(m_problems, 3, 1);
        m_grid->addWidget(m_active, 4, 1);
    } else {
        m_grid->addWidget(m_problems, 3, 0, 1, 2);
        if (!quiet)
            m_grid->addWidget(m_callCard, 4, 0, 1, 2);
        m_grid->addWidget(m_active, 5, 0, 1, 2);
    }
    m_callCard->setVisible(!quiet);
    m_grid->setColumnStretch(0, quiet ? 1 : 7);
    m_grid->setColumnStretch(1, !wide ? 0 : quiet ? 1 : 4);
    m_grid->setRowStretch(2, 5);
    m_grid->setRowStretch(4, quiet ? 0 : 4);
    showProblems();
}

// Four beside each other, or two by two where their titles would be cut off.
void OverviewView::arrangeCards() {
    const std::array cards{m_requests, m_spend, m_errors, m_latency};
    int least = 0;
    for (auto* card : cards) {
        const auto* title = card->findChild<QLabel*>(QStringLiteral("cardTitle"));
        least = std::max(least, title->sizeHint().width() + iconPixels + space::small + 2 * space::large);
    }
    const int room = width() - 2 * space::huge - 3 * space::large;
    const int inRow = room >= 4 * least ? 4 : 2;
    if (inRow == m_cardsInRow)
        return;
    m_cardsInRow = inRow;
    auto* layout = static_cast<QGridLayout*>(m_cards->layout());
    for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
        layout->removeWidget(cards[static_cast<std::size_t>(i)]);
        layout->addWidget(cards[static_cast<std::size_t>(i)], i / inRow, i % inRow);
        layout->setColumnStretch(i, i < inRow ? 1 : 0);
    }
}

} // namespace gatehouse::ui
