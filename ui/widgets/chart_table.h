// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chart_painter.h"

#include <QAbstractTableModel>

namespace gatehouse::ui {

// The values of a chart as a table: a row for each sample and a column for each series; of a map a row for each day of
// the week and a column for each hour.
class ChartTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setData(const ChartData* data); // outlives the model, or the next call
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    qint64 timeOf(int row) const; // 0: the row is no sample

private:
    bool isMap() const { return m_data != nullptr && m_data->kind == ChartKind::HourMap; }
    double valueOf(int row, int column) const;

    const ChartData* m_data = nullptr;
    std::vector<qint64> m_times;
    HourGrid m_grid;
};

} // namespace gatehouse::ui
