// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gatehouse::contract {

// The sorts of configuration objects. Their order is the order in which references are made: each kind names only
// kinds before it or its own.
enum class Kind {
    Provider,
    Route,
    Team,
    App,
    Key,
    Budget,
    Plan,
    Webhook,
    Prompt,
    Chain,
    Api,
    Subscription,
    User,
    Records,
    Organisation,
    Cache,
    SignIn,
    Notices
};

inline constexpr std::array<Kind, 18> allKinds{
    Kind::Provider, Kind::Route,   Kind::Team,         Kind::App,   Kind::Key,    Kind::Budget,
    Kind::Plan,     Kind::Webhook, Kind::Prompt,       Kind::Chain, Kind::Api,    Kind::Subscription,
    Kind::User,     Kind::Records, Kind::Organisation, Kind::Cache, Kind::SignIn, Kind::Notices};

// Kinds of which there is one object at most, whose id is the name of its kind: settings that are changed while the
// gateway runs.
constexpr bool isSingle(Kind kind) {
    return kind == Kind::Records || kind == Kind::Organisation || kind == Kind::Cache || kind == Kind::SignIn ||
           kind == Kind::Notices;
}

// The name in addresses, files and the store: "providers", "sign_in" …
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
    case Kind::Plan:
        return "plans";
    case Kind::Webhook:
        return "webhooks";
    case Kind::Prompt:
        return "prompts";
    case Kind::Chain:
        return "chains";
    case Kind::Api:
        return "apis";
    case Kind::Subscription:
        return "subscriptions";
    case Kind::User:
        return "users";
    case Kind::Records:
        return "records";
    case Kind::Organisation:
        return "organisation";
    case Kind::Cache:
        return "cache";
    case Kind::SignIn:
        return "sign_in";
    case Kind::Notices:
        break;
    }
    return "notices";
}

// For sentences: "provider", "record", "sign_in" …
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
