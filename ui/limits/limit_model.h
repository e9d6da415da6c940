// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/limits/limit_book.h"
#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// Every limit and restriction that is set, one a row, with a bar of what is used. UI thread.
class LimitModel : public LiveRows<LimitRow> {
    Q_OBJECT

public:
    enum Column { Scope, Limit, Used, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row in the book
    };

    LimitModel(const Theme& theme, const LimitBook& book, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex findObject(const QString& scope, const QString& name) const; // its first row

private:
    void take();
    QString textAt(const LimitRow& row, int column) const;

    const Theme& m_theme;
    const LimitBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
