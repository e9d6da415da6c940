// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/stats_answer.h"

#include <QAbstractTableModel>
#include <QHash>
#include <memory>

namespace gatehouse::ui {

// The sums of the whole stretch of time, a row for each group.
class GroupTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Calls,
        Errors,
        ErrorShare,
        LatencyMedian,
        Latency95,
        Latency99,
        FirstByte95,
        Input,
        Cached,
        Output,
        Reasoning,
        Cost,
        ColumnCount
    };
    using QAbstractTableModel::QAbstractTableModel;
    // names: of keys, by id.
    void setAnswer(std::shared_ptr<const StatsAnswer> answer, const QString& heading, QHash<QString, QString> names);
    QString termOfRow(int row) const; // of the log's filter
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    double valueOf(const StatsSeries& series, int column) const;
    QString textOf(const StatsSeries& series, int column) const;
    QString nameOfRow(const StatsSeries& series) const;

    std::shared_ptr<const StatsAnswer> m_answer;
    QString m_heading;
    QHash<QString, QString> m_names;
};

} // namespace gatehouse::ui
