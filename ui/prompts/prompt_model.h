// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// The gateway's prompts, one a row. UI thread.
class PromptModel : public TableRows<PromptRow> {
    Q_OBJECT

public:
    enum Column { Name, Id, Labels, Version, Published, UsedBy, Changed, Team, Tags, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 };

    PromptModel(const Theme& theme, const PromptBook& book, QObject* parent);

    QModelIndex find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Version; }
    QString textAt(const PromptRow& row, int column) const override;
    QVariant sortValue(const PromptRow& row, int column) const override;
    QVariant roleAt(const PromptRow& row, int column, int role) const override;

    const Theme& m_theme;
    const PromptBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
