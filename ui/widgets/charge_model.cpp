// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/charge_model.h"

#include "ui/models/format.h"

#include <QJsonObject>

namespace gatehouse::ui {
namespace {

constexpr int decimals = 12;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

// Exact: in millionths of millionths of a dollar.
qint64 smallest(const QString& dollars) {
    const auto parts = dollars.split(u'.');
    return QString(parts.value(0) + parts.value(1).leftJustified(decimals, u'0', true)).toLongLong();
}

QString dollars(qint64 amount) {
    auto digits = QString::number(amount).rightJustified(decimals + 1, u'0');
    digits.insert(digits.size() - decimals, u'.');
    while (digits.endsWith(u'0'))
        digits.chop(1);
    return digits.endsWith(u'.') ? digits.chopped(1) : digits;
}

const QString& moneyOf(const ChargeRow& row, int column) {
    switch (column) {
    case ChargeModel::Months:
        return row.months;
    case ChargeModel::PerCall:
        return row.perCall;
    case ChargeModel::Cost:
        return row.cost;
    default:
        return row.total;
    }
}

bool isMoney(int column) {
    return column >= ChargeModel::Months;
}

} // namespace

QVector<ChargeRow> ChargeModel::read(const QJsonArray& items) {
    QVector<ChargeRow> rows;
    for (const auto& value : items) {
        const auto told = value.toObject();
        ChargeRow row;
        row.subscription = text(told, "subscription");
        row.api = text(told, "api");
        row.app = text(told, "app");
        row.team = text(told, "team");
        row.plan = text(told, "plan");
        row.calls = told.value(QLatin1String("calls")).toInteger();
        row.months = text(told, "for_months");
        row.perCall = text(told, "for_calls");
        row.cost = text(told, "for_cost");
        row.total = text(told, "total");
        row.unknown = told.value(QLatin1String("cost_unknown_calls")).toInteger();
        rows.append(std::move(row));
    }
    return rows;
}

void ChargeModel::put(const QVector<ChargeRow>& rows) {
    putRows(rows, &ChargeRow::subscription);
}

QString ChargeModel::total() const {
    qint64 sum = 0;
    for (const auto& row : m_rows)
        sum += smallest(row.total);
    return dollars(sum);
}

qint64 ChargeModel::unknown() const {
    qint64 sum = 0;
    for (const auto& row : m_rows)
        sum += row.unknown;
    return sum;
}

QString ChargeModel::textAt(const ChargeRow& row, int column) const {
    switch (column) {
    case Api:
        return row.api;
    case Plan:
        return row.plan.isEmpty() ? tr("No plan") : row.plan;
    case App:
        return row.app;
    case Team:
        return row.team;
    case Calls:
        return countText(m_locale, row.calls);
    default:
        return moneyText(m_locale, moneyOf(row, column));
    }
}

QVariant ChargeModel::sortValue(const ChargeRow& row, int column) const {
    if (column == Calls)
        return row.calls;
    return isMoney(column) ? QVariant(moneyOf(row, column).toDouble()) : QVariant(textAt(row, column));
}

QString ChargeModel::title(int column) const {
    switch (column) {
    case Api:
        return tr("API");
    case Plan:
        return tr("Plan");
    case App:
        return tr("Application");
    case Team:
        return tr("Team");
    case Calls:
        return tr("Calls");
    case Months:
        return tr("Months");
    case PerCall:
        return tr("For calls");
    case Cost:
        return tr("For providers");
    case Total:
        return tr("Total");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
