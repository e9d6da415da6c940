// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_step_model.h"

#include "ui/prompts/chain_words.h"

namespace gatehouse::ui {

void ChainStepModel::put(const QJsonArray& steps) {
    QVector<ChainStepRow> rows;
    for (const auto& value : steps)
        rows.append({value.toObject().value(QLatin1String("id")).toString(), value.toObject()});
    putRows(std::move(rows), &ChainStepRow::id);
}

QVariant ChainStepModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size() || role != Qt::DisplayRole)
        return {};
    const auto& step = m_rows[index.row()].step;
    switch (index.column()) {
    case Id:
        return m_rows[index.row()].id;
    case Kind:
        return stepKindText(step.value(QLatin1String("kind")).toString());
    case Use:
        return step.value(QLatin1String("use")).toString();
    case When: {
        const auto when = whenText(step.value(QLatin1String("when")).toObject());
        return when.isEmpty() ? tr("Always") : when;
    }
    default:
        return {};
    }
}

QVariant ChainStepModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id:
        return tr("Step");
    case Kind:
        return tr("Kind");
    case Use:
        return tr("Calls");
    case When:
        return tr("Runs when");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
