// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class MetricCard;
class NoticePanel;
class TableView;
class TrafficDetails;
class TrafficModel;
struct TrafficRow;

// What goes on between the gateway and its providers now: circuits, queues, what is learned of limits, health checks.
class TrafficView : public View {
    Q_OBJECT

public:
    explicit TrafficView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& argument) override; // words to filter by, such as a provider's id

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeCards();
    QWidget* makeTable();
    void choose();
    void showFigures();
    void showSelection();
    const TrafficRow* selected() const; // null: none, or several

    Console& m_console;
    LiveAnswer m_traffic;
    ResourceList m_providers;
    TrafficModel* m_model;
    TableView* m_table = nullptr;
    TrafficDetails* m_details = nullptr;
    QWidget* m_detailsCard = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    MetricCard* m_open = nullptr;
    MetricCard* m_running = nullptr;
    MetricCard* m_waiting = nullptr;
    MetricCard* m_failing = nullptr;
    QAction* m_provider = nullptr;
    QAction* m_calls = nullptr;
};

} // namespace gatehouse::ui
