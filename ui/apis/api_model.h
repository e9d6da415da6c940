// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// The published APIs, a row for each version. Calls and errors are those of the API. UI thread.
class ApiModel : public TableRows<ApiRow> {
    Q_OBJECT

public:
    enum Column { Path, Version, State, Kind, Team, Subscribers, Calls, Errors, ColumnCount };
    enum Role {
        KeyRole = Qt::UserRole + 1, // of the row in the book
    };

    ApiModel(const Theme& theme, const ApiBook& book, QObject* parent);

    QModelIndex find(const QString& key) const; // "mood/2", "mood"

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Subscribers || column == Calls || column == Errors; }
    QString textAt(const ApiRow& row, int column) const override;
    QVariant sortValue(const ApiRow& row, int column) const override;
    QVariant roleAt(const ApiRow& row, int column, int role) const override;
    QString errorText(const GroupFigures::Figures& figures) const;

    const Theme& m_theme;
    const ApiBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
