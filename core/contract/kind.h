// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gatehouse::contract {

// The sorts of configuration objects. Their order is the order in which references are made: each kind names only
// kinds before it or its own.
enum class Kind { Provider, Route, Team, App, Key, Budget, Records, Organisation, Cache };

inline constexpr std::array<Kind, 9> allKinds{Kind::Provider, Kind::Route,   Kind::Team,         Kind::App,  Kind::Key,
                                              Kind::Budget,   Kind::Records, Kind::Organisation, Kind::Cache};

// Kinds of which there is one object at most, whose id is the name of its kind: settings that are changed while the
// gateway runs.
constexpr bool isSingle(Kind kind) {
    return kind == Kind::Records || kind == Kind::Organisation || kind == Kind::Cache;
}

// The name in addresses, files and the store: "providers", "routes", "teams", "apps", "keys", "budgets", "records",
// "organisation", "cache".
constexpr std::string_view nameOf(Kind kind) {
    switch (kind) {
    case Kind::Provider:
        return "providers";
    case Kind::Route:
        return "routes";
    case Kind::Team:
        return "teams";
    case Kind::App:
        return "apps";
    case Kind::Key:
        return "keys";
    case Kind::Budget:
        return "budgets";
    case Kind::Records:
        return "records";
    case Kind::Organisation:
        return "organisation";
    case Kind::Cache:
        break;
    }
    return "cache";
}

// For sentences: "provider", "route", "team", "app", "key", "budget", "record", "organisation", "cache".
constexpr std::string_view singularOf(Kind kind) {
    auto name = nameOf(kind);
    if (name.ends_with('s'))
        name.remove_suffix(1);
    return name;
}

constexpr std::optional<Kind> kindNamed(std::string_view name) {
    for (const auto kind : allKinds) {
        if (nameOf(kind) == name)
            return kind;
    }
    return std::nullopt;
}

} // namespace gatehouse::contract
