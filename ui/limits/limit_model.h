// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/limits/limit_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// Every limit and restriction that is set, one a row, with a bar of what is used. UI thread.
class LimitModel : public TableRows<LimitRow> {
    Q_OBJECT

public:
    enum Column { Scope, Limit, Used, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row in the book
    };

    LimitModel(const Theme& theme, const LimitBook& book, QObject* parent);

    QModelIndex findObject(const QString& scope, const QString& name) const; // its first row

private:
    QString title(int column) const override;
    QString textAt(const LimitRow& row, int column) const override;
    QVariant sortValue(const LimitRow& row, int column) const override;
    QVariant roleAt(const LimitRow& row, int column, int role) const override;
    void take();

    const Theme& m_theme;
    const LimitBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
