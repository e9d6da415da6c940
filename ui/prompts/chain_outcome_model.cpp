// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_outcome_model.h"

#include "ui/models/format.h"
#include "ui/prompts/chain_words.h"

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

bool hasRun(const QString& state) {
    return state == QLatin1String("done") || state == QLatin1String("failed");
}

} // namespace

ChainOutcomeModel::ChainOutcomeModel(const Theme& theme, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, &ChainOutcomeModel::repaint);
}

void ChainOutcomeModel::put(const QJsonArray& steps) {
    QVector<ChainOutcomeRow> rows;
    for (const auto& value : steps)
        rows.append({text(value.toObject(), "id"), value.toObject()});
    putRows(std::move(rows), &ChainOutcomeRow::id);
}

QString ChainOutcomeModel::textAt(const ChainOutcomeRow& row, int column) const {
    const QLocale locale;
    const auto& step = row.told;
    const auto state = text(step, "state");
    if (isNumber(column) && !hasRun(state))
        return {};
    switch (column) {
    case Step:
        return text(step, "id");
    case State:
        return stepStateText(state);
    case Time:
        return durationText(locale, step.value(QLatin1String("duration_ms")).toDouble());
    case Input:
        return countText(locale, step.value(QLatin1String("input_tokens")).toInteger());
    case Output:
        return countText(locale, step.value(QLatin1String("output_tokens")).toInteger());
    case Cost:
        return step.value(QLatin1String("cost")).isNull() ? tr("unknown") : moneyText(locale, text(step, "cost"));
    case Use:
        return text(step, "use");
    default:
        return {};
    }
}

QVariant ChainOutcomeModel::iconOf(const QString& state) const {
    if (state == QLatin1String("done"))
        return m_theme.icon(QStringLiteral("circle-check"), Theme::Tone::Success);
    if (state == QLatin1String("failed"))
        return m_theme.icon(QStringLiteral("circle-x"), Theme::Tone::Error);
    if (state == QLatin1String("running"))
        return m_theme.icon(QStringLiteral("loader-2"), Theme::Tone::Info);
    return {};
}

QVariant ChainOutcomeModel::roleAt(const ChainOutcomeRow& row, int column, int role) const {
    return role == Qt::DecorationRole && column == State ? iconOf(text(row.told, "state")) : QVariant();
}

QString ChainOutcomeModel::title(int column) const {
    switch (column) {
    case Step:
        return tr("Step");
    case State:
        return tr("Outcome");
    case Time:
        return tr("Time");
    case Input:
        return tr("Tokens in");
    case Output:
        return tr("Tokens out");
    case Cost:
        return tr("Cost");
    case Use:
        return tr("Calls");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
