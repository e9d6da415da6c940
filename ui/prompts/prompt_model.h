// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/prompts/prompt_book.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// The gateway's prompts, one a row. UI thread.
class PromptModel : public LiveRows<PromptRow> {
    Q_OBJECT

public:
    enum Column { Name, Id, Labels, Version, Published, UsedBy, Changed, Team, Tags, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 };

    PromptModel(const Theme& theme, const PromptBook& book, QObject* parent);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex find(const QString& id) const;

private:
    QString textAt(const PromptRow& row, int column) const;

    const Theme& m_theme;
    const PromptBook& m_book;
    QLocale m_locale;
};

} // namespace gatehouse::ui
