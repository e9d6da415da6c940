// SPDX-License-Identifier: Apache-2.0
#include "app/engine/health_news.h"

#include "core/admin/traffic_routes.h"
#include "core/store/reader.h"
#include "core/telemetry/health_json.h"

#include <chrono>

namespace gatehouse::app {
namespace {

constexpr std::chrono::seconds budgetLook{2};
constexpr std::chrono::milliseconds canaryLook{500};
constexpr std::chrono::minutes cacheLook{1};
constexpr std::chrono::minutes keepEvery{1};

} // namespace

Engine::HealthNews::HealthNews(Engine& engine)
    : m_engine(engine), m_budgets(engine.m_ledger.budgets(), engine.clock()) {
    m_look.setInterval(budgetLook);
    m_keep.setInterval(keepEvery);
    QObject::connect(&m_keep, &QTimer::timeout, &m_keep, [this] { m_engine.keepEstimates(); });
    QObject::connect(&m_look, &QTimer::timeout, &m_look, [this] { lookAtBudgets(); });
    m_cacheLook.setInterval(cacheLook);
    QObject::connect(&m_cacheLook, &QTimer::timeout, &m_cacheLook, [this] { lookAtCaches(); });
    m_canaryLook.setInterval(canaryLook);
    QObject::connect(&m_canaryLook, &QTimer::timeout, &m_canaryLook, [this] { lookAtCanaries(); });
}

void Engine::HealthNews::watchBudgets() {
    lookAtBudgets();
    m_look.start();
    m_keep.start();
}

void Engine::HealthNews::watchCanaries() {
    lookAtCanaries();
    m_canaryLook.start();
    m_cacheLook.start();
}

void Engine::HealthNews::stop() {
    m_look.stop();
    m_canaryLook.stop();
    m_cacheLook.stop();
    if (m_keep.isActive())
        m_engine.keepEstimates();
    m_keep.stop();
}

void Engine::HealthNews::canary(std::string_view route, const routing::CanaryState& state) {
    publish(telemetry::canaryHealthJson(route, routing::nameOf(state.phase), state.percent / 100.0, state.reason,
                                        m_engine.clock().wall()));
}

void Engine::HealthNews::gateway(std::string_view state) {
    publish(telemetry::gatewayHealthJson(state, m_engine.clock().wall()));
}

void Engine::HealthNews::providerChanged(std::string_view provider, bool well) {
    publish(telemetry::providerHealthJson(provider, well ? "answering" : "resting", m_engine.clock().wall()));
}

void Engine::HealthNews::targetChanged(std::string_view provider, std::string_view model, bool rests) {
    publish(telemetry::targetHealthJson(provider, model, rests ? "resting" : "answering", m_engine.clock().wall()));
}

void Engine::HealthNews::publish(std::string json) {
    m_engine.m_hub->publish(telemetry::EventType::HealthChanged, std::move(json));
}
// Each once an hour at most.
void Engine::HealthNews::lookAtCaches() {
    const auto snapshot = m_engine.m_control->configuration()->snapshot;
    (void)m_engine.m_queries->post([this, snapshot](admin::QueryThreads::Connection& connection) {
        const auto now = m_engine.clock().wall();
        const auto reader = connection.reader();
        const auto found = reader ? admin::cacheWaste(*snapshot, **reader, now) : tl::unexpected<Error>(reader.error());
        if (!found)
            return;
        const std::lock_guard lock(m_wasteMutex);
        for (const auto& waste : *found) {
            auto& told = m_wasteTold[waste.route + '\n' + waste.app + '\n' + waste.provider + '\n' + waste.model];
            if (told != 0 && now - told < telemetry::microsPerHour)
                continue;
            told = now;
            const auto cost = waste.cost ? waste.cost->toString() : std::string();
            const auto needless = waste.needless ? waste.needless->toString() : std::string();
            publish(telemetry::cacheHealthJson(
                {waste.route, waste.app, waste.provider, waste.model, waste.tokens, cost, needless}, now));
        }
    });
}

void Engine::HealthNews::lookAtCanaries() {
    m_engine.m_feedbackDesk->look();
    m_engine.m_canaries->look(*m_engine.m_control->configuration()->snapshot);
    m_engine.m_experimentKeeper->look(*m_engine.m_control->configuration()->snapshot);
}

void Engine::HealthNews::lookAtBudgets() {
    for (const auto& mark : m_budgets.look(*m_engine.m_control->configuration()->snapshot)) {
        const telemetry::BudgetHealth news{
            mark.budget, policy::nameOf(mark.scope), mark.id, policy::nameOf(mark.period), mark.percent, mark.spent,
            mark.amount};
        publish(telemetry::budgetHealthJson(news, m_engine.clock().wall()));
        admin::Notice notice;
        notice.event = "budget.alert";
        notice.data = {{"budget", news.budget},          {"scope", news.scope},     {"id", news.id},
                       {"period", news.period},          {"percent", news.percent}, {"spent", news.spent.toString()},
                       {"limit", news.amount.toString()}};
        if (news.scope == "team")
            notice.team = std::string(news.id);
        m_engine.m_noticeDesk->tell(notice);
    }
}

} // namespace gatehouse::app
