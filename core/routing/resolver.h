// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::routing {

// One place that may serve the call. Views into the snapshot or, for a direct name, into the name that was asked for.
struct Candidate {
    const config::Provider* provider = nullptr;
    std::string_view model;                     // the provider's name of it
    const catalog::ModelPrice* price = nullptr; // null = unknown
    const config::ProviderKey* key = nullptr;   // the one to stay with where it is well; null: none in particular
    const config::Target* target = nullptr;     // of the route; null for provider/model names
};

// Where a call may go, in order, and by which rule.
struct Resolution {
    const config::Route* route = nullptr; // null for provider/model names
    std::vector<Candidate> candidates;
    // What the targets cost that its fallbacks may lead to; null = unknown.
    std::vector<const catalog::ModelPrice*> beyond;
    config::RetryRule retry;
    std::unique_ptr<const catalog::ModelPrice> directPrice; // what the candidate of a direct name points to
    std::string rule; // "route gpt-4o-mini", "direct openai/gpt-4o": for the explain record
    // The routes that the call came through, "route" last; whatever serves it must be in the regions of all of them.
    std::vector<const config::Route*> through;
    std::string by = "priority"; // why the first candidate is the first: "lowest_latency: 412 ms"
    bool canary = false;         // on the canary's side
    std::uint64_t cacheTag = 0;  // what holds the prompt cache is remembered by it; 0: nothing is
};

// From the name that a client asked for to its targets: a route of exactly that name, else "provider-id/model" cut at
// the first '/'. The application must be allowed to use the name. Errors: NotFound model_not_found, Forbidden
// model_not_allowed. Snapshot and model must outlive the resolution. Pure; any thread.
Result<Resolution> resolve(const config::Snapshot& snapshot, const config::App& app, std::string_view model);

// A route by its name, whoever asks: where another one leads on. Null where it is off or has gone.
std::unique_ptr<Resolution> resolveRoute(const config::Snapshot& snapshot, std::string_view route);

// The names that an application may ask for: its routes, sorted; for GET /v1/models.
std::vector<std::string_view> usableModels(const config::Snapshot& snapshot, const config::App& app);

} // namespace gatehouse::routing
