// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_table.h"

#include "ui/widgets/chart_scale.h"
#include "ui/widgets/chart_tip.h"
#include "ui/widgets/table_view.h"

#include <QLocale>
#include <QTime>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int days = 7;
constexpr int hours = 24;

} // namespace

void ChartTable::setData(const ChartData* data) {
    beginResetModel();
    m_data = data;
    m_times.clear();
    m_grid = HourGrid();
    if (isMap()) {
        m_grid = hourGridOf(*data);
    } else if (data != nullptr) {
        for (const auto& series : data->series)
            m_times.insert(m_times.end(), series.times.begin(), series.times.end());
        std::sort(m_times.begin(), m_times.end(), std::greater<>()); // newest first
        m_times.erase(std::unique(m_times.begin(), m_times.end()), m_times.end());
    }
    endResetModel();
}

int ChartTable::rowCount(const QModelIndex& parent) const {
    if (parent.isValid() || m_data == nullptr || m_data->series.empty())
        return 0;
    return isMap() ? days : static_cast<int>(m_times.size());
}

int ChartTable::columnCount(const QModelIndex& parent) const {
    if (parent.isValid() || m_data == nullptr)
        return 0;
    return 1 + (isMap() ? hours : static_cast<int>(m_data->series.size()));
}

qint64 ChartTable::timeOf(int row) const {
    return row < 0 || isMap() || static_cast<std::size_t>(row) >= m_times.size()
               ? 0
               : m_times[static_cast<std::size_t>(row)];
}

double ChartTable::valueOf(int row, int column) const {
    return isMap() ? m_grid.at(row, column - 1).value
                   : valueAt(m_data->series[static_cast<std::size_t>(column - 1)], timeOf(row));
}

QVariant ChartTable::data(const QModelIndex& index, int role) const {
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(column == 0 ? Qt::AlignLeading | Qt::AlignVCenter : Qt::AlignTrailing | Qt::AlignVCenter));
    if (role != Qt::DisplayRole && role != TableView::SortRole)
        return {};
    if (column == 0) {
        if (isMap())
            return role == Qt::DisplayRole ? QVariant(QLocale().dayName((m_grid.firstDay - 1 + index.row()) % days + 1))
                                           : QVariant(index.row());
        const auto at = timeOf(index.row());
        return role == Qt::DisplayRole ? QVariant(stretchText(at, at + m_data->step, QLocale())) : QVariant(at);
    }
    const double value = valueOf(index.row(), column);
    if (role == TableView::SortRole)
        return std::isnan(value) ? QVariant() : QVariant(value);
    return std::isnan(value) || !m_data->format ? QStringLiteral("–") : m_data->format(value);
}

QVariant ChartTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || m_data == nullptr)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment(section == 0 ? Qt::AlignLeading | Qt::AlignVCenter : Qt::AlignTrailing | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    if (section == 0)
        return isMap() ? tr("Day") : tr("Time");
    if (isMap())
        return QLocale().toString(QTime(section - 1, 0), QLocale::ShortFormat);
    return m_data->series[static_cast<std::size_t>(section - 1)].name;
}

} // namespace gatehouse::ui
