// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/routing/choose.h"
#include "core/routing/meters.h"

#include <map>
#include <string>
#include <vector>

// A snapshot of one route "chat" over providers p0, p1, …, with a model each, and calls of it.
namespace gatehouse::routing::fixtures {

class House {
public:
    explicit House(std::size_t targets, config::Strategy strategy = config::Strategy::Priority) {
        for (std::size_t i = 0; i < targets; ++i) {
            config::Provider provider;
            provider.id = "p" + std::to_string(i);
            snapshot.providerById[provider.id] = i;
            snapshot.providers.push_back(provider);
        }
        app.id = "notebook";
        app.access.models = {"*"};
        addRoute("chat", targets).strategy = strategy;
    }

    config::Route& addRoute(const std::string& name, std::size_t targets) {
        config::Route made;
        made.model = name;
        for (std::size_t i = 0; i < targets; ++i) {
            config::Target target;
            target.provider = i;
            target.model = "m";
            target.name = "t" + std::to_string(i);
            made.targets.push_back(target);
        }
        board.equip(made, snapshot.providers);
        snapshot.routeByModel[name] = snapshot.routes.size();
        snapshot.routes.push_back(std::move(made));
        return snapshot.routes.back();
    }

    config::Route& route() { return snapshot.routes.front(); }

    static CallTraits call(std::string_view key = "k", std::string_view session = {}) {
        CallTraits traits;
        traits.path = "/v1/chat/completions";
        traits.app = "notebook";
        traits.team = "research";
        traits.key = key;
        traits.session = session;
        return traits;
    }

    Result<Resolution> resolve(const CallTraits& traits, const CacheHomes* homes = nullptr, MonotonicTime now = {}) {
        auto resolution = routing::resolve(snapshot, app, "chat");
        if (auto chosen = choose(snapshot, *resolution, traits, dice, homes, now); !chosen)
            return tl::unexpected(std::move(chosen.error()));
        return resolution;
    }

    // "t0 t2": the names in the order in which they would be tried.
    std::string names(const CallTraits& traits) {
        const auto resolution = resolve(traits);
        if (!resolution)
            return resolution.error().code;
        std::string out;
        for (const auto& candidate : resolution->candidates)
            out += (out.empty() ? "" : " ") + candidate.target->name;
        return out;
    }
    std::string first(const CallTraits& traits) {
        auto all = names(traits);
        return all.substr(0, all.find(' '));
    }

    // How often each target comes first.
    std::map<std::string, int> shares(int calls) {
        std::map<std::string, int> counts;
        for (int i = 0; i < calls; ++i)
            ++counts[first(call())];
        return counts;
    }

    MeterBoard board;
    config::Snapshot snapshot;
    config::App app;
    Dice dice{7};
};

} // namespace gatehouse::routing::fixtures
