// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/api_specs.h"
#include "core/contract/chain_specs.h"
#include "core/contract/notice_specs.h"
#include "core/contract/plan_specs.h"
#include "core/contract/prompt_specs.h"
#include "core/contract/resources.h"
#include "core/contract/user_specs.h"

#include <optional>
#include <vector>

namespace gatehouse::contract {

// The whole file.
struct Document {
    std::uint64_t version = 1;
    StoreSpec store;
    ClusterSpec cluster;
    ServerSpec server;
    NetworkSpec network;
    bool demo = true;
    std::vector<ProviderSpec> providers;
    std::vector<RouteSpec> routes;
    std::vector<TeamSpec> teams;
    std::vector<BudgetRuleSpec> budgets;
    std::optional<RecordsSpec> records;
    std::optional<OrganisationSpec> organisation;
    std::optional<CacheSpec> cache;
    std::vector<PlanSpec> plans;
    std::vector<WebhookSpec> webhooks;
    std::vector<PromptSpec> prompts;
    std::vector<ChainSpec> chains;
    std::vector<ApiSpec> apis;
    std::vector<SubscriptionSpec> subscriptions;
    std::vector<UserSpec> users;
    std::optional<SignInSpec> signIn;
    std::optional<NoticesSpec> notices;
};

} // namespace gatehouse::contract
