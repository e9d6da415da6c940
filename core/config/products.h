// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/config/snapshot.h"
#include "core/contract/api_specs.h"
#include "core/contract/chain_specs.h"
#include "core/contract/notice_specs.h"
#include "core/contract/plan_specs.h"
#include "core/contract/prompt_specs.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// What is published, as the data plane reads it: a part of the snapshot, immutable, shared by all threads.
namespace gatehouse::services {
struct Service;
} // namespace gatehouse::services

namespace gatehouse::config {

inline constexpr std::size_t noIndex = std::numeric_limits<std::size_t>::max();

// The terms of a plan; indices into Products::plans.
struct PlanTerms {
    std::string id;
    Limits limits;                // of each subscription
    std::optional<Budget> budget; // of each subscription
    contract::PlanPriceSpec price;
    bool enabled = true;
};

enum class SubscriptionState { Pending, Approved, Rejected, Suspended, Cancelled, Expired };
std::string_view nameOf(SubscriptionState state); // "pending" …

struct Subscription {
    std::string id;
    std::size_t api = 0;
    std::size_t app = 0;        // in Snapshot::apps
    std::size_t plan = noIndex; // noIndex: without one
    SubscriptionState state = SubscriptionState::Pending;
    std::optional<WallMicros> expires;
    // An approval that has run out counts as expired.
    SubscriptionState stateAt(WallMicros now) const {
        const bool over = state == SubscriptionState::Approved && expires && *expires <= now;
        return over ? SubscriptionState::Expired : state;
    }
};

enum class ApiKind { Prompt, Chain, Model, Service };
enum class ApiAccess { Subscription, Team, Open };
enum class ApiState { Designed, InReview, Published, Deprecated, Retired };

struct ApiVersion {
    std::string name;
    ApiState state = ApiState::Designed;
    // What serves: the live release's, or the version's own where it has none. Never null.
    std::shared_ptr<const contract::ApiDefinitionSpec> definition;
    std::shared_ptr<const services::Service> service; // of kind service, where it serves; null: it cannot be used
    std::uint64_t release = 0;
    WallMicros publishedAt = 0;
    std::optional<WallMicros> deprecatedAt;
    std::optional<WallMicros> sunset;
    std::string successor;
    bool serves() const { return state == ApiState::Published || state == ApiState::Deprecated; }
};

struct Api {
    std::string id;
    std::string title;
    std::string description;
    ApiKind kind = ApiKind::Prompt;
    ApiAccess access = ApiAccess::Subscription;
    std::size_t team = noIndex; // that owns it; noIndex: the organisation
    std::vector<ApiVersion> versions;

    const ApiVersion* version(std::string_view name) const; // null: none; not "latest"
    const ApiVersion* latest() const;                       // the version that was published last; null: none serves
};

struct Products {
    std::vector<PlanTerms> plans;
    std::vector<Api> apis;
    std::map<std::string, std::size_t, std::less<>> apiById;
    std::vector<Subscription> subscriptions;
    // Of an application to an API: the one that counts, where it has several (approved before others, the newest else).
    std::unordered_map<std::uint64_t, std::size_t> subscriptionOf;
    // What published APIs and chains name, by id: as it was written. Compiled forms are their rooms' to make.
    std::map<std::string, std::shared_ptr<const contract::PromptSpec>, std::less<>> prompts;
    std::map<std::string, std::shared_ptr<const contract::ChainSpec>, std::less<>> chains;
    std::vector<contract::WebhookSpec> webhooks;
    contract::NoticesSpec notices;

    const Api* api(std::string_view id) const;
    const Subscription* subscription(std::size_t api, std::size_t app) const;
    // "sentiment@3" or "sentiment@production"; null: there is none.
    const contract::PromptVersionSpec* promptVersion(std::string_view pinned) const;
    const contract::ChainVersionSpec* chainVersion(std::string_view pinned) const;
};

// What its plan allows each subscription; null: it has no plan, or the plan no budget. One that was never approved, or
// is over, spends nothing: it has none.
const Budget* budgetOf(const Snapshot& snapshot, const Subscription& subscription);
const Limits* limitsOf(const Snapshot& snapshot, const Subscription& subscription);

// The products of a snapshot; an empty one where it has none.
const Products& productsOf(const Snapshot& snapshot);

} // namespace gatehouse::config
