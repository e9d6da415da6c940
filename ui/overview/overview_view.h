// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/models/stats_feed.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QTimer>

class QAction;
class QGridLayout;
class QLabel;
class QStackedWidget;

namespace gatehouse::ui {

class CallModel;
class CallTable;
class ChartCard;
class MetricCard;
class NoticePanel;
class ProblemFinder;
class RangeButton;
class SideList;
class TestCall;

// Health at a glance: four figures, latency over time, what is wrong and what to do about it, where models go now, the
// latest calls. Each leads to what is behind it.
class OverviewView : public View {
    Q_OBJECT

public:
    explicit OverviewView(Console& console);
    void refresh() override;

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeCards();
    QWidget* makeChart();
    QWidget* makeCalls();
    void makeLists();
    void makeActions();
    void arrange();
    void arrangeCards();
    void askSoon();
    void askBefore();
    void askCauses();
    void takeNow(const StatsFeed::Answer& answer);
    void showCards();
    void showSpend();
    void showProblems();
    void showRoutes();
    void chooseChart();
    void chooseCalls();
    void sendTestCall();
    bool neverCalled() const;

    Console& m_console;
    const Theme& m_theme;
    GatewayClient& m_client;
    TimeRange& m_range;
    StatsFeed m_now;
    StatsFeed m_before;
    StatsFeed m_causes; // by error class and model
    StatsFeed::Answer m_nowAnswer;
    StatsFeed::Answer m_beforeAnswer;
    StatsFeed::Answer m_causesAnswer;
    ProblemFinder* m_finder;
    ResourceList m_routes;
    TestCall* m_test;
    Problem m_problem;
    bool m_failed = false;

    RangeButton* m_rangeButton = nullptr;
    QGridLayout* m_grid = nullptr;
    QWidget* m_cards = nullptr;
    MetricCard* m_requests = nullptr;
    MetricCard* m_spend = nullptr;
    MetricCard* m_errors = nullptr;
    MetricCard* m_latency = nullptr;
    ChartCard* m_chart = nullptr;
    NoticePanel* m_chartNotice = nullptr;
    SideList* m_problems = nullptr;
    SideList* m_active = nullptr;
    QWidget* m_callCard = nullptr;
    CallModel* m_calls = nullptr;
    CallTable* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_sendTest = nullptr;
    QTimer m_soon; // at most one question a second, however many calls end
    int m_columns = 0;
    int m_cardsInRow = 0;
    bool m_quiet = false; // no call yet
};

} // namespace gatehouse::ui
