// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// The published APIs, a row for each version. Calls and errors are those of the API. UI thread.
class ApiModel : public LiveRows<ApiRow> {
    Q_OBJECT

public:
    enum Column { Path, Version, State, Kind, Team, Subscribers, Calls, Errors, ColumnCount };
    enum Role {
        KeyRole = Qt::UserRole + 1, // of the row in the book
    };

    ApiModel(const Theme& theme, const ApiBook& book, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex find(const QString& key) const; // "mood/2", "mood"

private:
    QString textAt(const ApiRow& row, int column) const;
    QVariant sortValue(const ApiRow& row, int column) const;
    QString errorText(const GroupFigures::Figures& figures) const;

    const Theme& m_theme;
    const ApiBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
