// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/call_table.h"

#include "ui/models/call_model.h"
#include "ui/widgets/call_delegate.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int typedTogetherMilliseconds = 1'000;
// A search by typing looks at so many calls from the current one: it must be there at once.
constexpr int searchedRows = 1'000;

} // namespace

CallTable::CallTable(const Theme& theme, QWidget* parent) : TableView(theme, parent) {
    setItemDelegate(new CallDelegate(theme, this));
    horizontalHeader()->setSectionsClickable(false); // the log is in the order of time
}

void CallTable::setCalls(CallModel* model) {
    m_calls = model;
    setSource(model, false);
    setColumnWidths({100, 180, 148, 80, 84, 80, 76, 64, 84, 76, 72, 84, 72, 68, 168, 120});
    connect(model, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { moveBy(first, last - first + 1); });
    connect(model, &QAbstractItemModel::rowsRemoved, this,
            [this](const QModelIndex&, int first, int last) { moveBy(first, first - last - 1); });
    connect(model, &QAbstractItemModel::modelReset, this, &CallTable::tellLooked, Qt::QueuedConnection);
}

void CallTable::chooseColumns() {
    Q_EMIT horizontalHeader()->customContextMenuRequested(QPoint(space::small, horizontalHeader()->height()));
}

bool CallTable::isAtTop() const {
    return verticalScrollBar()->value() == 0;
}

// Rows that come or go above what is in sight must not move it.
void CallTable::moveBy(int first, int rows) {
    const int height = verticalHeader()->defaultSectionSize();
    const int value = verticalScrollBar()->value();
    const bool atTop = value == 0 && !m_calls->isRestoring(); // there one follows what is new
    if (atTop || height == 0 || first > value / height)
        return;
    executeDelayedItemsLayout(); // or the scroll bar's range is still the one before
    updateGeometries();
    verticalScrollBar()->setValue(std::max(0, value + rows * height));
}

void CallTable::tellLooked() {
    const int height = std::max(verticalHeader()->defaultSectionSize(), 1);
    const int first = verticalScrollBar()->value() / height;
    Q_EMIT looked(first, first + viewport()->height() / height + 1);
}

void CallTable::scrollContentsBy(int dx, int dy) {
    TableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        tellLooked();
}

void CallTable::resizeEvent(QResizeEvent* event) {
    TableView::resizeEvent(event);
    tellLooked();
}

void CallTable::mousePressEvent(QMouseEvent* event) {
    m_currentBefore = currentIndex();
    m_pressed = indexAt(event->position().toPoint());
    TableView::mousePressEvent(event);
}

void CallTable::mouseReleaseEvent(QMouseEvent* event) {
    TableView::mouseReleaseEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    const bool same = index.isValid() && index == m_pressed;
    m_pressed = QModelIndex();
    if (!same || event->button() != Qt::LeftButton)
        return;
    const auto meant = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier);
    if (meant || (m_currentBefore.row() == index.row() && event->modifiers() == Qt::NoModifier))
        Q_EMIT cellClicked(index, event->modifiers());
}

void CallTable::mouseDoubleClickEvent(QMouseEvent* event) {
    m_pressed = QModelIndex(); // it opens the call
    TableView::mouseDoubleClickEvent(event);
}

void CallTable::contextMenuEvent(QContextMenuEvent* event) {
    QModelIndex index = currentIndex();
    QPoint place = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse)
        index = indexAt(viewport()->mapFromGlobal(place));
    else if (index.isValid())
        place = viewport()->mapToGlobal(visualRect(index).bottomLeft());
    if (index.isValid())
        Q_EMIT rowMenuAsked(index, place);
}

void CallTable::keyboardSearch(const QString& search) {
    if (!m_searchedAt.isValid() || m_searchedAt.elapsed() > typedTogetherMilliseconds)
        m_searched.clear();
    m_searchedAt.start();
    m_searched += search;
    const int rows = shownRows();
    const int start = std::max(0, currentIndex().row()) + (m_searched.size() == 1 && currentIndex().isValid() ? 1 : 0);
    for (int step = 0; step < std::min(rows, searchedRows); ++step) {
        const auto index = model()->index((start + step) % rows, CallModel::Model);
        if (index.data().toString().startsWith(m_searched, Qt::CaseInsensitive)) {
            setCurrentIndex(index);
            return;
        }
    }
}

} // namespace gatehouse::ui
