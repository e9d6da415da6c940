// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/experiment_model.h"

#include "ui/apis/interval_delegate.h"
#include "ui/models/format.h"

#include <QJsonObject>
#include <algorithm>

namespace gatehouse::ui {
namespace {

double numberIn(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toDouble(-1);
}

} // namespace

QVector<ArmRow> armsOf(const QJsonArray& told) {
    QVector<ArmRow> rows;
    for (const auto& value : told) {
        const auto arm = value.toObject();
        ArmRow row;
        row.version = arm.value(QLatin1String("prompt")).toString();
        row.share = numberIn(arm, "share");
        row.calls = arm.value(QLatin1String("calls")).toInteger();
        row.scores = arm.value(QLatin1String("scores")).toInteger();
        row.mean = numberIn(arm, "mean");
        row.low = numberIn(arm, "low");
        row.high = numberIn(arm, "high");
        row.best = numberIn(arm, "best");
        rows.append(row);
    }
    return rows;
}

ExperimentModel::ExperimentModel(const Theme& theme, QObject* parent) : TableRows(ColumnCount, parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, &ExperimentModel::repaint);
}

// The scale reaches from the least to the most that any arm may be, so that what overlaps is seen to.
void ExperimentModel::setArms(const QVector<ArmRow>& arms) {
    m_least = 1;
    m_most = 0;
    for (const auto& arm : arms) {
        if (arm.mean < 0)
            continue;
        m_least = std::min({m_least, arm.mean, arm.low < 0 ? arm.mean : arm.low});
        m_most = std::max({m_most, arm.mean, arm.high});
    }
    putRows(arms, &ArmRow::version);
}

QVariant ExperimentModel::scaled(double value) const {
    return m_most > m_least ? (value - m_least) / (m_most - m_least) : 0.5;
}

QString ExperimentModel::textAt(const ArmRow& row, int column) const {
    const auto number = [this](double value) { return m_locale.toString(value, 'f', 2); };
    switch (column) {
    case Version:
        return row.version;
    case Share:
        return row.share < 0 ? QStringLiteral("–") : shareText(m_locale, row.share);
    case Calls:
        return countText(m_locale, row.calls);
    case Score:
        if (row.mean < 0)
            return tr("Not scored yet");
        return row.low < 0 ? number(row.mean)
                           : tr("%1 (%2 to %3)", "a mean and its interval")
                                 .arg(number(row.mean), number(row.low), number(row.high));
    case Best:
        return row.best < 0 ? QStringLiteral("–") : shareText(m_locale, row.best);
    default:
        return {};
    }
}

QVariant ExperimentModel::sortValue(const ArmRow& row, int column) const {
    if (column == Share)
        return row.share;
    if (column == Calls)
        return row.calls;
    if (column == Score)
        return row.mean;
    return column == Best ? QVariant(row.best) : QVariant(row.version);
}

QVariant ExperimentModel::roleAt(const ArmRow& row, int column, int role) const {
    const bool drawn = column == Score && row.mean >= 0 && row.low >= 0;
    switch (role) {
    case IntervalDelegate::LowRole:
        return drawn ? scaled(row.low) : QVariant();
    case IntervalDelegate::MeanRole:
        return drawn ? scaled(row.mean) : QVariant();
    case IntervalDelegate::HighRole:
        return drawn ? scaled(row.high) : QVariant();
    default:
        return {};
    }
}

QString ExperimentModel::title(int column) const {
    switch (column) {
    case Version:
        return tr("Version");
    case Share:
        return tr("Share");
    case Calls:
        return tr("Calls");
    case Score:
        return tr("Mean score");
    case Best:
        return tr("Probably best");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
