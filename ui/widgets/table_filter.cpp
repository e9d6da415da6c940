// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_filter.h"

#include "ui/widgets/table_view.h"

#include <algorithm>

namespace gatehouse::ui {

TableFilter::TableFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    // The C locale knows no order of numbers within texts.
    if (m_collator.locale().language() == QLocale::C)
        m_collator.setLocale(QLocale(QLocale::English));
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void TableFilter::setWords(const QString& words) {
    m_words = words.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

QVariant TableFilter::headerData(int section, Qt::Orientation orientation, int role) const {
    const auto told = QSortFilterProxyModel::headerData(section, orientation, role);
    if (role != Qt::TextAlignmentRole || orientation != Qt::Horizontal || told.isValid() || sourceModel() == nullptr)
        return told;
    // As its column, even while a filter hides every row.
    return sourceModel()->index(0, section).data(Qt::TextAlignmentRole);
}

bool TableFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto one = left.data(TableView::SortRole);
    const auto other = right.data(TableView::SortRole);
    if (one.isValid() || other.isValid()) {
        // What is not known stands below all that is.
        if (!one.isValid() || !other.isValid())
            return !one.isValid() && other.isValid();
        const auto order = QVariant::compare(one, other);
        if (order != QPartialOrdering::Unordered && one.metaType() != QMetaType::fromType<QString>())
            return order == QPartialOrdering::Less;
        return m_collator.compare(one.toString(), other.toString()) < 0;
    }
    return m_collator.compare(left.data().toString(), right.data().toString()) < 0;
}

bool TableFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const int columns = sourceModel()->columnCount(parent);
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString& word) {
        for (int column = 0; column < columns; ++column) {
            const auto text = sourceModel()->index(row, column, parent).data().toString();
            if (text.contains(word, Qt::CaseInsensitive))
                return true;
        }
        return false;
    });
}

} // namespace gatehouse::ui
