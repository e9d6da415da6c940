// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/analytics/report.h"
#include "ui/models/resource_list.h"
#include "ui/models/stats_feed.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QTimer>
#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace gatehouse::ui {

class BudgetLines;
class ChangeMarks;
class ChartCard;
class FilterEdit;
class GroupTable;
class NoticePanel;
class RangeButton;
class TableView;

// Latency, errors, spend, tokens and calls over time, split and filtered; a table of the groups below. Every point
// leads to its calls in the log.
class AnalyticsView : public View {
    Q_OBJECT

public:
    explicit AnalyticsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void open(const QString& filter) override;
    QString state() const override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeControls();
    QWidget* makeBody();
    QWidget* makeTable();
    void makeActions();

    void settingsChanged(); // by the person
    void showSettings();
    void apply(const Report& report);
    void askSoon();
    void askBefore();
    void askWeek();
    void askRest();
    void takeNow(const StatsFeed::Answer& answer);
    void draw();
    void drawNow();
    void choosePage();
    void toLog(const QString& term, const QString& time);
    void zoomBy(double factor);

    void fillReports();
    void askReportName();

    Console& m_console;
    const Theme& m_theme;
    TimeRange& m_range;
    Report m_report;
    StatsFeed m_now;
    StatsFeed m_before;
    StatsFeed m_sums; // for the table, where the chart has very many points
    StatsFeed m_rest;
    StatsFeed m_week;
    StatsFeed::Answer m_nowAnswer;
    StatsFeed::Answer m_beforeAnswer;
    StatsFeed::Answer m_sumsAnswer;
    StatsFeed::Answer m_restAnswer;
    StatsFeed::Answer m_weekAnswer;
    Problem m_problem;
    bool m_failed = false;
    ResourceList m_keys;
    BudgetLines* m_budgets;
    ChangeMarks* m_marks;

    QLabel* m_stale = nullptr;
    FilterEdit* m_filter = nullptr;
    QLabel* m_fault = nullptr;
    QComboBox* m_measure = nullptr;
    QComboBox* m_percentile = nullptr;
    QComboBox* m_group = nullptr;
    QComboBox* m_step = nullptr;
    QPushButton* m_compare = nullptr;
    std::vector<QToolButton*> m_kinds;
    QPushButton* m_reports = nullptr;
    QMenu* m_reportMenu = nullptr;
    RangeButton* m_rangeButton = nullptr;
    ChartCard* m_card = nullptr;
    GroupTable* m_groups = nullptr;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QTimer m_drawSoon;
    QTimer m_soon; // at most one question a second, however many calls end
};

} // namespace gatehouse::ui
