// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QVector>
#include <functional>
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

    // "id", a member or a function of a row: what tells one row from another.
    template <typename Id>
    void putRows(QVector<Row> rows, Id id) {
        bool same = rows.size() == m_rows.size();
        for (qsizetype row = 0; same && row < rows.size(); ++row)
            same = std::invoke(id, rows[row]) == std::invoke(id, m_rows[row]);
        if (same) {
            m_rows = std::move(rows);
            repaint();
            return;
        }
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
    }

    // Where the row stands; no index where there is none.
    template <typename Id, typename Value>
    QModelIndex findRow(Id id, const Value& wanted) const {
        for (int row = 0; row < m_rows.size(); ++row) {
            if (std::invoke(id, m_rows[row]) == wanted)
                return index(row, 0);
        }
        return {};
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
