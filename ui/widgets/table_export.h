// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QModelIndexList>
#include <QString>

class QAbstractItemModel;

namespace gatehouse::ui {

// Rows of a table with every column, hidden ones too. Values are raw (TableView::SortRole) where the model has them.
QByteArray csvOf(const QAbstractItemModel& model, const QList<int>& rows);
QByteArray jsonLinesOf(const QAbstractItemModel& model, const QList<int>& rows);

// One cell: quoted where needed; what a spreadsheet would take for a formula begins with an apostrophe.
QString csvCell(QString text);

} // namespace gatehouse::ui
