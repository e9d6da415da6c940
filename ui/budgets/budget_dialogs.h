// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/budgets/budget_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

// An amount of dollars as the admin API takes it; empty where the text is none.
QString dollarsIn(const QString& text);

// Sets a budget: of the list, with all that a budget may say, or one that stands in its owner, with amount and period.
class BudgetDialog : public FormDialog {
    Q_OBJECT

public:
    enum class Start { Empty, WholeMonth }; // WholeMonth: proposes a monthly budget of the organisation

    BudgetDialog(Console& console, const BudgetBook& book, Start start, QWidget* parent);
    BudgetDialog(Console& console, const BudgetBook& book, const BudgetRow& row, QWidget* parent);

private:
    void makeListFields();
    void makeAmountFields();
    void makeActionFields();
    void showRow(const BudgetRow& row);
    void showNames();
    void showAction();
    void proposeName();
    QString nameFault() const;
    QString scopeFault() const;
    QString alertsFault() const;
    QString scope() const;
    QString scopeName() const;
    QJsonObject wanted() const;
    void save();

    Console& m_console;
    const BudgetBook& m_book;
    BudgetRow m_row; // an empty id: a new one
    QLineEdit* m_name = nullptr;
    QComboBox* m_scope = nullptr;
    QComboBox* m_scopeName = nullptr;
    QLineEdit* m_usd;
    QComboBox* m_period;
    QComboBox* m_action = nullptr;
    QComboBox* m_switchTo = nullptr;
    QLineEdit* m_alerts = nullptr;
    QCheckBox* m_cut = nullptr;
    bool m_named = false; // by the person
};

// Raises a budget of the list for a while, or ends that.
class RaiseDialog : public FormDialog {
    Q_OBJECT

public:
    RaiseDialog(Console& console, const BudgetRow& row, QWidget* parent);

private:
    QString amountFault() const;
    void save();

    Console& m_console;
    BudgetRow m_row;
    QLineEdit* m_usd;
    QComboBox* m_until;
};

} // namespace gatehouse::ui
