// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QStackedWidget;

namespace gatehouse::ui {

class CallModel;
class CallTable;
class Chart;
class MetricCard;
class NoticePanel;

// Health at a glance: four figures, latency over time, the latest calls. Each leads to the log.
class OverviewView : public View {
    Q_OBJECT

public:
    explicit OverviewView(Console& console);
    void refresh() override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeCards();
    QWidget* makeCalls();
    void askSoon();
    void takeNow(const Reply& reply);
    void takeBefore(const Reply& reply);
    void showCards();
    void showProblem(const Problem& problem);

    const Theme& m_theme;
    GatewayClient& m_client;
    TimeRange& m_range;
    QComboBox* m_spans = nullptr;
    MetricCard* m_requests = nullptr;
    MetricCard* m_spend = nullptr;
    MetricCard* m_errors = nullptr;
    MetricCard* m_latency = nullptr;
    Chart* m_chart = nullptr;
    CallModel* m_calls = nullptr;
    CallTable* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLabel* m_stale = nullptr;
    QTimer m_soon; // at most one question a second, however many calls end
    QJsonObject m_now;
    QJsonObject m_before;
};

} // namespace gatehouse::ui
