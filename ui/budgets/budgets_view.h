// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/budgets/budget_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace gatehouse::ui {

class BudgetModel;
class NoticePanel;
class TableView;

// What may be spent and what was: every budget with its bar, its forecast and what happens at its end.
class BudgetsView : public View {
    Q_OBJECT

public:
    explicit BudgetsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void open(const QString& argument) override; // a row's id in the book, "new", or words to filter by

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeTable();
    void choose();
    void showSelection();
    const BudgetRow* selected() const; // null: none, or several
    void addBudget();
    void editBudget();
    void raiseBudget();
    void deleteBudget();
    void removeNow(const BudgetRow& row);
    void showSpend();
    void openOwner();
    QString impactOf(const BudgetRow& row) const;

    Console& m_console;
    BudgetBook m_book;
    BudgetModel* m_model;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_add = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_raise = nullptr;
    QAction* m_delete = nullptr;
    QAction* m_spend = nullptr;
    QAction* m_owner = nullptr;
    QString m_wanted; // a row to select once it is read
};

} // namespace gatehouse::ui
