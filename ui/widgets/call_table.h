// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_view.h"

namespace gatehouse::ui {

class CallModel;

// A table of calls. Live rows come in at the top: whoever reads further down keeps the same calls before his eyes.
class CallTable : public TableView {
    Q_OBJECT

public:
    CallTable(const Theme& theme, QWidget* parent = nullptr);
    void setCalls(CallModel* model);
    // Opens the menu in which columns are chosen.
    void chooseColumns();
    bool isAtTop() const;
    void keyboardSearch(const QString& search) override;

Q_SIGNALS:
    // A cell was clicked whose row was the current one before, or with Ctrl or Alt held.
    void cellClicked(const QModelIndex& index, Qt::KeyboardModifiers modifiers);
    void rowMenuAsked(const QModelIndex& index, const QPoint& place);
    // These rows are in sight.
    void looked(int first, int last);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void moveBy(int first, int rows);
    void tellLooked();

    CallModel* m_calls = nullptr;
    QPersistentModelIndex m_currentBefore; // the press
    QPersistentModelIndex m_pressed;
    QString m_searched;
    QElapsedTimer m_searchedAt;
};

} // namespace gatehouse::ui
