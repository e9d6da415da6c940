// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/routing/selection/canary.h"
#include "core/store/settings.h"

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// Leads the canaries of all routes: looks at what their targets did, steps or rolls back by their rules, keeps how they
// stand over a restart, and sets the share that the I/O threads read. A canary whose target or first share is changed
// in the configuration begins anew. Control thread, but for json().
class CanaryKeeper {
public:
    // Told of every change of a share or a phase.
    using Told = std::function<void(std::string_view route, const routing::CanaryState& state)>;
    CanaryKeeper(store::SettingsRepository& settings, const Clock& clock, Told told)
        : m_settings(settings), m_clock(clock), m_told(std::move(told)) {}

    // Every second or so, and once before the first call.
    void look(const config::Snapshot& snapshot);

    // By hand. False: the route has no canary.
    enum class Action { Percent, Pause, Resume, Promote, RollBack };
    bool act(const config::Snapshot& snapshot, const std::string& route, Action action, config::Share percent,
             std::string_view actor);

    // {"target", "percent", "phase", "since", "reason", "calls", "errors", …} of a route; nothing where it has none.
    std::optional<boost::json::object> json(const std::string& route) const;

private:
    struct Kept {
        routing::CanaryState state;
        WallMicros stored = 0;
        routing::ArmCounts storedCounts;
    };
    Kept* find(const config::Route& route);
    void store(const std::string& route, Kept& kept);
    void changed(const config::Route& route, Kept& kept);

    store::SettingsRepository& m_settings;
    const Clock& m_clock;
    const Told m_told;
    mutable std::mutex m_mutex;
    std::map<std::string, Kept> m_kept;
};

} // namespace gatehouse::admin
