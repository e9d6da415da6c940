// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QTableView>
#include <QTimer>

class QMenu;

namespace gatehouse::ui {

class TableFilter;

// The house's table: rows of 28 px, headers aligned with their columns, sorting by a click on the header, columns that
// can be chosen, moved and resized and are remembered under the table's object name, type-ahead, several rows at once.
// Ctrl+C copies the selected rows as TSV; exportRows() saves them, or all, as CSV or JSON Lines with every column.
// A model's Qt::TextAlignmentRole of the first row and of the header must agree; numbers stand right. Set the object
// name before the source.
class TableView : public QTableView {
    Q_OBJECT

public:
    enum Role {
        SortRole = Qt::UserRole + 4096, // what a column is sorted by and exported as, where that is not its text
    };

    explicit TableView(const Theme& theme, QWidget* parent = nullptr);
    ~TableView() override;
    // Wraps the model in a sort and filter proxy of its own unless it sorts itself ("sorted" false).
    void setSource(QAbstractItemModel* model, bool sorted = true);
    void setQuickFilter(const QString& words); // rows in which every word stands somewhere
    QModelIndex sourceIndex(const QModelIndex& index) const;
    QModelIndex viewIndex(const QModelIndex& sourceIndex) const;
    QModelIndexList selectedSourceRows() const; // in the order shown
    // At the usual size of text; larger text widens them. Before anything was remembered; 0: what is left.
    void setColumnWidths(const QList<int>& widths);
    void setColumnsHidden(const QList<int>& columns); // at first, until the person chose
    int shownRows() const;

    void copySelection() const;
    void exportRows(); // asks where to; the extension says the form
    void keyboardSearch(const QString& search) override;

Q_SIGNALS:
    void opened(const QModelIndex& sourceIndex);                        // Enter or double click
    void deletePressed();                                               // Del
    void contextMenuAsked(const QModelIndex& sourceIndex, QMenu* menu); // add what fits the row
    void selectionMoved();
    void exported(const QString& file, int rows);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void chooseColumns(const QPoint& place);
    void fitRows();
    QString settingsKey() const;
    bool restoreColumns();
    void saveColumns();
    QList<int> visibleColumns() const; // in the order shown
    void writeRows(const QString& file);

    TableFilter* m_filter = nullptr;
    QTimer m_saveSoon;
    QString m_typed;
    QElapsedTimer m_typedAt;
    bool m_remembered = false;
};

} // namespace gatehouse::ui
