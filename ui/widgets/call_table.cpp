// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/call_table.h"

#include "ui/models/call_model.h"
#include "ui/widgets/call_delegate.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QStringList>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr std::array<int, CallModel::ColumnCount> widths{110, 190, 190, 100, 100, 110, 120,
                                                         90,  90,  90,  70,  60,  160, 120};

} // namespace

CallTable::CallTable(const Theme& theme, QWidget* parent) : QTableView(parent) {
    setItemDelegate(new CallDelegate(theme, this));
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setWordWrap(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(tableRowHeight);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setStretchLastSection(true);
}

void CallTable::setModel(QAbstractItemModel* model) {
    QTableView::setModel(model);
    for (int column = 0; column < CallModel::ColumnCount; ++column)
        setColumnWidth(column, widths[static_cast<std::size_t>(column)]);
}

void CallTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy))
        copySelection();
    else
        QTableView::keyPressEvent(event);
}

void CallTable::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const auto index = indexAt(event->position().toPoint());
    if (index.isValid() && event->button() == Qt::LeftButton)
        Q_EMIT cellClicked(index, event->modifiers());
}

void CallTable::copySelection() const {
    QStringList lines;
    for (const auto& row : selectionModel()->selectedRows()) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column))
                cells.append(row.siblingAtColumn(column).data().toString());
        }
        lines.append(cells.join(u'\t'));
    }
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace gatehouse::ui
