// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QTableView>

namespace gatehouse::ui {

// A table of calls in the house's form: rows of 28 px, no grid, sensible widths. With Ctrl+C the selected rows go to
// the clipboard, tabs between the cells.
class CallTable : public QTableView {
    Q_OBJECT

public:
    CallTable(const Theme& theme, QWidget* parent = nullptr);
    void setModel(QAbstractItemModel* model) override;

Q_SIGNALS:
    void cellClicked(const QModelIndex& index, Qt::KeyboardModifiers modifiers);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    void copySelection() const;
};

} // namespace gatehouse::ui
