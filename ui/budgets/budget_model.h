// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/budgets/budget_book.h"
#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// The gateway's budgets, one a row. UI thread.
class BudgetModel : public LiveRows<BudgetRow> {
    Q_OBJECT

public:
    enum Column { Scope, Period, Used, Forecast, Resets, Action, Alerts, Place, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row in the book
    };

    BudgetModel(const Theme& theme, const BudgetBook& book, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex find(const QString& id) const;

private:
    void take();
    QString textAt(const BudgetRow& row, int column) const;
    QVariant sortValue(const BudgetRow& row, int column) const;
    QVariant barAt(const BudgetRow& row, int role) const;

    const Theme& m_theme;
    const BudgetBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
