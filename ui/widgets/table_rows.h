// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/widgets/table_view.h"

#include <QString>

namespace gatehouse::ui {

// Rows as a TableView shows them: a column has a title, a text and a value that it is sorted by; icons, colours, hints
// and a model's own roles are said in roleAt(). Numbers stand right, and so do their titles. UI thread.
template <typename Row>
class TableRows : public LiveRows<Row> {
public:
    QVariant data(const QModelIndex& index, int role) const override {
        if (!index.isValid() || index.row() >= this->m_rows.size())
            return {};
        const Row& row = this->m_rows[index.row()];
        switch (role) {
        case Qt::DisplayRole:
            return textAt(row, index.column());
        case TableView::SortRole:
            return sortValue(row, index.column());
        case Qt::TextAlignmentRole:
            return alignmentOf(index.column());
        default:
            return roleAt(row, index.column(), role);
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal)
            return {};
        switch (role) {
        case Qt::DisplayRole:
            return title(section);
        case Qt::TextAlignmentRole:
            return alignmentOf(section);
        case Qt::ToolTipRole:
            return titleHint(section);
        default:
            return {};
        }
    }

protected:
    using LiveRows<Row>::LiveRows;

    virtual QString title(int column) const = 0;
    virtual QString titleHint(int /*column*/) const { return {}; }
    virtual bool isNumber(int /*column*/) const { return false; }
    virtual QString textAt(const Row& row, int column) const = 0;
    virtual QVariant sortValue(const Row& row, int column) const { return textAt(row, column); }
    virtual QVariant roleAt(const Row& /*row*/, int /*column*/, int /*role*/) const { return {}; }

private:
    QVariant alignmentOf(int column) const {
        return QVariant(Qt::Alignment((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    }
};

} // namespace gatehouse::ui
