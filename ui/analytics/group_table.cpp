// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/group_table.h"

#include "ui/analytics/chart_maker.h"
#include "ui/models/format.h"
#include "ui/widgets/table_view.h"

#include <QLocale>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

struct ColumnInfo {
    const char* heading;
    const char* metric;
};
constexpr std::array<ColumnInfo, GroupTable::ColumnCount> columns{{
    {"", ""},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Calls"), "calls"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Errors"), "errors"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Error rate"), ""},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "p50"), "latency.p50"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "p95"), "latency.p95"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "p99"), "latency.p99"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "First byte p95"), "first_byte.p95"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Input"), "tokens.input"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Cached"), "tokens.cached_input"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Output"), "tokens.output"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Reasoning"), "tokens.reasoning"},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GroupTable", "Spend"), "cost"},
}};

std::optional<double> known(double value) {
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

} // namespace

void GroupTable::setAnswer(std::shared_ptr<const StatsAnswer> answer, const QString& heading,
                           QHash<QString, QString> names) {
    const auto before = rowCount();
    const auto after = answer == nullptr ? 0 : static_cast<int>(answer->series.size());
    m_names = std::move(names);
    // The selection stays where the rows do.
    if (before == after && m_heading == heading && before > 0) {
        m_answer = std::move(answer);
        Q_EMIT dataChanged(index(0, 0), index(after - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_answer = std::move(answer);
    m_heading = heading;
    endResetModel();
}

QString GroupTable::termOfRow(int row) const {
    const auto& series = m_answer->series[static_cast<std::size_t>(row)];
    return m_answer->groupBy.isEmpty() ? QString() : termOf(m_answer->groupBy.front(), series.group.value(0));
}

int GroupTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || m_answer == nullptr ? 0 : static_cast<int>(m_answer->series.size());
}

int GroupTable::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString GroupTable::nameOfRow(const StatsSeries& series) const {
    if (m_answer->groupBy.isEmpty())
        return tr("All calls");
    return groupName(m_answer->groupBy.front(), series.group.value(0), m_names);
}

double GroupTable::valueOf(const StatsSeries& series, int column) const {
    const auto total = [&](int of) {
        return StatsAnswer::totalOf(series,
                                    m_answer->columnOf(QLatin1String(columns[static_cast<std::size_t>(of)].metric)));
    };
    if (column != ErrorShare)
        return total(column);
    const double calls = total(Calls);
    return calls > 0 ? total(Errors) / calls : 0;
}

QString GroupTable::textOf(const StatsSeries& series, int column) const {
    const QLocale locale;
    const double value = valueOf(series, column);
    switch (column) {
    case Name:
        return nameOfRow(series);
    case ErrorShare:
        return shareText(locale, value);
    case LatencyMedian:
    case Latency95:
    case Latency99:
    case FirstByte95:
        return durationText(locale, known(value));
    case Cost: {
        const int at = m_answer->columnOf(QStringLiteral("cost"));
        if (at < 0)
            return QStringLiteral("–");
        const auto& exact = series.totals[static_cast<std::size_t>(at)].decimals;
        return exact.empty() || exact.front().isEmpty() ? tr("unknown") : moneyText(locale, exact.front());
    }
    default:
        return std::isnan(value) ? QStringLiteral("–") : countText(locale, std::llround(value));
    }
}

QVariant GroupTable::data(const QModelIndex& index, int role) const {
    if (m_answer == nullptr || !index.isValid())
        return {};
    const auto& series = m_answer->series[static_cast<std::size_t>(index.row())];
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(index.column() == Name ? Qt::AlignLeading | Qt::AlignVCenter
                                                                        : Qt::AlignTrailing | Qt::AlignVCenter));
    if (role == TableView::SortRole && index.column() != Name) {
        const double value = valueOf(series, index.column());
        return std::isnan(value) ? QVariant() : QVariant(value);
    }
    return role == Qt::DisplayRole || role == TableView::SortRole ? QVariant(textOf(series, index.column()))
                                                                  : QVariant();
}

QVariant GroupTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(section == Name ? Qt::AlignLeading | Qt::AlignVCenter
                                                                 : Qt::AlignTrailing | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    return section == Name ? m_heading : tr(columns[static_cast<std::size_t>(section)].heading);
}

} // namespace gatehouse::ui
