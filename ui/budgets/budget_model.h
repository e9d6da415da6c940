// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/budgets/budget_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// The gateway's budgets, one a row. UI thread.
class BudgetModel : public TableRows<BudgetRow> {
    Q_OBJECT

public:
    enum Column { Scope, Period, Used, Forecast, Resets, Action, Alerts, Place, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row in the book
    };

    BudgetModel(const Theme& theme, const BudgetBook& book, QObject* parent);

    QModelIndex find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Forecast; }
    QString textAt(const BudgetRow& row, int column) const override;
    QVariant sortValue(const BudgetRow& row, int column) const override;
    QVariant roleAt(const BudgetRow& row, int column, int role) const override;
    void take();
    QVariant barAt(const BudgetRow& row, int role) const;

    const Theme& m_theme;
    const BudgetBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
