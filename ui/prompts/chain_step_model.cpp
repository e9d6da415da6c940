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

QString ChainStepModel::textAt(const ChainStepRow& row, int column) const {
    const auto& step = row.step;
    switch (column) {
    case Id:
        return row.id;
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

QString ChainStepModel::title(int column) const {
    switch (column) {
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
