// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budget_book.h"

#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

// Amounts are texts in the admin API, and may be numbers in a file.
QString amountOf(const QJsonValue& value) {
    return value.isDouble() ? QString::number(value.toDouble(), 'g', 15) : value.toString();
}

QDateTime moment(const QJsonObject& object, const char* name) {
    return QDateTime::fromString(text(object, name), Qt::ISODateWithMs);
}

BudgetRow listedRow(const QJsonObject& budget) {
    BudgetRow row;
    const auto id = text(budget, "id");
    row.id = QString(QStringLiteral("budget/") + id);
    row.path = QString(QStringLiteral("/budgets/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    row.object = budget;
    const auto whom = budget.value(QLatin1String("for")).toObject();
    row.scope = QStringLiteral("organisation");
    for (const auto* scope : {"team", "app", "key", "model", "provider", "tag"}) {
        if (const auto name = text(whom, scope); !name.isEmpty()) {
            row.scope = QLatin1String(scope);
            row.name = name;
        }
    }
    row.set = amountOf(budget.value(QLatin1String("usd")));
    row.period = text(budget, "period");
    row.enabled = budget.value(QLatin1String("enabled")).toBool(true);
    row.action = text(budget, "action");
    row.switchTo = text(budget, "switch_to");
    for (const auto& alert : budget.value(QLatin1String("alerts")).toArray())
        row.alerts.append(alert.toInt());
    return row;
}

BudgetRow ownedRow(const QJsonObject& owner, const QString& scope) {
    BudgetRow row;
    row.place = BudgetRow::Place::Owner;
    row.scope = scope;
    row.name = text(owner, "id");
    row.id = QString(scope + u'/' + row.name);
    row.path = ScopeObjects::pathOf(scope, row.name);
    row.object = owner;
    const auto budget = owner.value(QLatin1String("budget")).toObject();
    row.set = amountOf(budget.value(QLatin1String("usd")));
    row.period = text(budget, "period").isEmpty() ? QStringLiteral("month") : text(budget, "period");
    row.action = QStringLiteral("block");
    row.alerts = {50, 80, 100};
    return row;
}

bool holdsBudget(const QJsonObject& owner) {
    return !owner.value(QLatin1String("budget")).toObject().isEmpty();
}

} // namespace

double BudgetRow::share() const {
    const double most = limit.toDouble();
    return most > 0 ? (spent.toDouble() + reserved.toDouble()) / most : 1;
}

double BudgetRow::expected() const {
    const double most = limit.toDouble();
    return most > 0 ? forecast.toDouble() / most : 1;
}

BudgetBook::BudgetBook(GatewayClient& client, QObject* parent)
    : QObject(parent), m_budgets(client, QStringLiteral("/budgets")), m_objects(client, this),
      m_state(client, QStringLiteral("/budgets/state"), this) {
    connect(&m_budgets, &ResourceList::changed, this, &BudgetBook::build);
    connect(&m_budgets, &ResourceList::loadingChanged, this, &BudgetBook::changed);
    connect(&m_objects, &ScopeObjects::changed, this, &BudgetBook::build);
    connect(&m_state, &LiveAnswer::changed, this, &BudgetBook::build);
}

void BudgetBook::reload() {
    m_budgets.reload();
    m_objects.reload();
    m_state.askNow();
}

const BudgetRow* BudgetBook::find(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const BudgetRow& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString BudgetBook::problem() const {
    if (m_budgets.loading() == ResourceList::Loading::Failed)
        return m_budgets.problem().detail;
    return m_state.failed() ? m_state.problem().detail : QString();
}

void BudgetBook::build() {
    m_rows.clear();
    for (const auto& budget : m_budgets.items())
        m_rows.append(listedRow(budget));
    for (const auto* scope : {"organisation", "team", "app", "key"}) {
        for (const auto& owner : m_objects.of(QLatin1String(scope))) {
            if (holdsBudget(owner))
                m_rows.append(ownedRow(owner, QLatin1String(scope)));
        }
    }
    for (auto& row : m_rows)
        addFigures(row);
    Q_EMIT changed();
}

void BudgetBook::addFigures(BudgetRow& row) const {
    row.limit = row.set;
    const auto id = row.place == BudgetRow::Place::List ? text(row.object, "id")
                    : row.name.isEmpty()                ? row.scope
                                                        : QString(row.scope + u':' + row.name);
    for (const auto& value : m_state.items()) {
        const auto told = value.toObject();
        const bool same = text(told, "id") == id;
        if (!same)
            continue;
        row.known = true;
        row.limit = amountOf(told.value(QLatin1String("limit")));
        row.spent = text(told, "spent");
        row.reserved = text(told, "reserved");
        row.forecast = text(told, "forecast");
        row.resets = moment(told, "resets_at");
        row.raised = moment(told, "raised_until");
        return;
    }
}

QStringList BudgetBook::budgetIds() const {
    QStringList ids;
    for (const auto& budget : m_budgets.items())
        ids.append(text(budget, "id"));
    return ids;
}

} // namespace gatehouse::ui
