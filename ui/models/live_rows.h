// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QVector>
#include <utility>

namespace gatehouse::ui {

// A table whose rows are told anew every now and then: where they are the same ones as before, selection and scroll
// place stay. UI thread.
template <typename Row>
class LiveRows : public QAbstractTableModel {
public:
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : m_columns; }

protected:
    LiveRows(int columns, QObject* parent) : QAbstractTableModel(parent), m_columns(columns) {}

    // "id": what tells one row from another.
    template <typename Id>
    void putRows(QVector<Row> rows, Id Row::*id) {
        bool same = rows.size() == m_rows.size();
        for (qsizetype row = 0; same && row < rows.size(); ++row)
            same = rows[row].*id == m_rows[row].*id;
        if (same) {
            m_rows = std::move(rows);
            repaint();
            return;
        }
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    void repaint() {
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, m_columns - 1));
    }

    QVector<Row> m_rows;

private:
    const int m_columns;
};

} // namespace gatehouse::ui
