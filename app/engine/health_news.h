// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/engine.h"
#include "core/policy/budgets/budget_watch.h"

#include <QTimer>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace gatehouse::app {

// What the watchers of health.changed are told, and the looks of the control thread that find it out. Made, started and
// stopped on the control thread; targetChanged() and providerChanged() on any.
class Engine::HealthNews final : public routing::HealthListener {
public:
    explicit HealthNews(Engine& engine);

    void watchBudgets();
    void watchCanaries();
    void stop();
    void canary(std::string_view route, const routing::CanaryState& state);
    void gateway(std::string_view state);
    void providerChanged(std::string_view provider, bool well);
    void targetChanged(std::string_view provider, std::string_view model, bool rests) override;

private:
    void publish(std::string json);
    void lookAtCaches();
    void lookAtCanaries();
    void lookAtBudgets();

    Engine& m_engine;
    policy::BudgetWatch m_budgets;
    QTimer m_look;       // on the control thread
    QTimer m_keep;       // likewise
    QTimer m_canaryLook; // likewise
    QTimer m_cacheLook;  // likewise
    std::mutex m_wasteMutex;
    std::map<std::string, WallMicros> m_wasteTold; // when
};

} // namespace gatehouse::app
