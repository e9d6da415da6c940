// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/routes/route_dialog.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QJsonArray>
#include <QJsonObject>

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class ConformanceBook;
class ModelBook;
class NoticePanel;
class RouteModel;
class SimulationPanel;
class TableView;
class TrafficBook;

// The names that clients ask for, who serves them in which order, what that costs, and the way a call would take.
class RoutesView : public View {
    Q_OBJECT

public:
    explicit RoutesView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override; // the simulation
    void setNarrow(bool narrow) override;
    // A route's name; "new"; "simulate:MODEL"; "price:PROVIDER/MODEL"; else words to filter by.
    void open(const QString& argument) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeTable();
    void makeActions();
    void choose();        // table, or what stands in its place
    void showSelection(); // which commands fit it
    void fillMenu(QMenu* menu);
    QJsonObject selected() const; // empty: none, or several
    void select(const QString& name);

    RouteDialog::Known known() const;
    void createRoute();
    void editRoute();
    void switchRoute(); // disables or enables
    void deleteRoute();
    void simulateRoute();
    void testRoute();
    void showCanary();
    void setPrice();
    void setPriceOf(const QJsonArray& targets);
    void askPrice(const QString& provider, const QString& model);
    void showCalls();
    void exportRows();
    void submit(const Change& change);
    QString impactOf(const QJsonObject& route) const;

    Console& m_console;
    ResourceList m_routes;
    ResourceList m_providers;
    ResourceList m_apps;
    ModelBook* m_book;
    ConformanceBook* m_tests;
    TrafficBook* m_traffic;
    RouteModel* m_model;
    TableView* m_table = nullptr;
    SimulationPanel* m_simulation = nullptr;
    QSplitter* m_split = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_create = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_simulate = nullptr;
    QAction* m_switch = nullptr;
    QAction* m_test = nullptr;
    QAction* m_canary = nullptr;
    QAction* m_price = nullptr;
    QAction* m_calls = nullptr;
    QAction* m_delete = nullptr;
    QString m_wanted;      // a route to select once it is read
    QJsonArray m_unpriced; // targets whose prices to ask for once the providers are read
};

} // namespace gatehouse::ui
