// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/approval_book.h"

#include "ui/widgets/product_words.h"

#include <algorithm>

namespace gatehouse::ui {
namespace {

SubscriptionRow rowOf(const QJsonObject& object, const QHash<QString, QString>& teams) {
    SubscriptionRow row;
    row.id = memberText(object, "id");
    row.who = memberText(object, "requested_by");
    row.app = memberText(object, "app");
    row.team = teams.value(row.app);
    row.api = memberText(object, "api");
    row.plan = memberText(object, "plan");
    row.reason = memberText(object, "reason");
    row.state = memberText(object, "state");
    row.requested = memberMoment(object, "requested_at");
    row.decided = memberMoment(object, "decided_at");
    row.decidedBy = memberText(object, "decided_by");
    row.decision = memberText(object, "decision_reason");
    row.expires = memberMoment(object, "expires");
    return row;
}

} // namespace

ApprovalBook::ApprovalBook(GatewayClient& client, QObject* parent)
    : QObject(parent), m_subscriptions(client, QStringLiteral("/subscriptions")),
      m_apis(client, QStringLiteral("/apis")), m_plans(client, QStringLiteral("/plans")),
      m_apps(client, QStringLiteral("/apps")), m_usage(client, nullptr, QStringLiteral("app"), this) {
    for (auto* list : {&m_subscriptions, &m_apps})
        connect(list, &ResourceList::changed, this, &ApprovalBook::build);
    for (auto* list : {&m_apis, &m_plans})
        connect(list, &ResourceList::changed, this, &ApprovalBook::changed);
    connect(&m_usage, &GroupFigures::changed, this, &ApprovalBook::usageChanged);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (type.startsWith(QLatin1String("subscription.")))
            m_subscriptions.reload();
    });
}

void ApprovalBook::reload() {
    for (auto* list : {&m_subscriptions, &m_apis, &m_plans, &m_apps})
        list->reload();
    m_usage.refresh();
}

void ApprovalBook::build() {
    QHash<QString, QString> teams;
    for (const auto& app : m_apps.items())
        teams.insert(memberText(app, "id"), memberText(app, "team"));
    m_rows.clear();
    m_rows.reserve(m_subscriptions.items().size());
    for (const auto& object : m_subscriptions.items())
        m_rows.append(rowOf(object, teams));
    std::stable_sort(m_rows.begin(), m_rows.end(), [](const SubscriptionRow& a, const SubscriptionRow& b) {
        return a.requested.toMSecsSinceEpoch() < b.requested.toMSecsSinceEpoch();
    });
    m_places.clear();
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        m_places.insert(m_rows[i].id, i);
    Q_EMIT changed();
}

const SubscriptionRow* ApprovalBook::find(const QString& id) const {
    const auto found = m_places.constFind(id);
    return found == m_places.constEnd() ? nullptr : &m_rows[*found];
}

int ApprovalBook::countOf(const QString& state) const {
    return static_cast<int>(std::count_if(m_rows.begin(), m_rows.end(), [&state](const SubscriptionRow& row) {
        return state.isEmpty() || row.state == state;
    }));
}

QJsonObject ApprovalBook::api(const QString& id) const {
    const auto* found = m_apis.find(id);
    return found == nullptr ? QJsonObject() : *found;
}

QJsonObject ApprovalBook::plan(const QString& id) const {
    const auto* found = m_plans.find(id);
    return found == nullptr ? QJsonObject() : *found;
}

} // namespace gatehouse::ui
