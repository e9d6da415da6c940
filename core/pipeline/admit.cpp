// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/find_api.h"
#include "core/pipeline/billing.h"
#include "core/pipeline/choose.h"
#include "core/pipeline/stages.h"
#include "core/routing/reservation.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// Files lie there for nothing; what is done with them costs what nobody can see.
bool isFreeRelay(dialects::Operation operation) {
    const auto capability = dialects::capabilityOf(operation);
    return capability == dialects::Capability::Files || capability == dialects::Capability::Uploads;
}

policy::Refusal priceRefused() {
    policy::Refusal refused;
    refused.error.kind = ErrorKind::Limited;
    refused.error.code = "price_unknown";
    refused.error.message = "What this call costs cannot be known, and this gateway refuses such calls "
                            "(organisation: unknown_price). Set a price for the model.";
    return refused;
}

// The route that a spent budget names serves instead. What is relayed has no other place to go.
bool takeOtherRoute(Call& call, const policy::Refusal& refused, const Ways* ways) {
    if (refused.switchTo.empty() || dialects::isRelayed(call.address.operation))
        return false;
    auto next = routing::resolveRoute(*call.snapshot, refused.switchTo);
    if (!next)
        return false;
    // What binds the call to regions binds the other route too.
    next->through.insert(next->through.begin(), call.resolution.through.begin(), call.resolution.through.end());
    if ((ways != nullptr && !arrange(call, *next, *ways)) || next->candidates.empty())
        return false;
    auto rule = call.record.explain.rule + ", then " + next->rule + " (budget " + refused.budget + " is spent)";
    call.resolution = std::move(*next);
    call.record.explain.rule = std::move(rule);
    return true;
}

// What limits take the prompt to be: as the model's own calls have taught. Money is reserved with the cautious number.
std::uint64_t learnedInput(const Call& call, const policy::TokenEstimator& estimator) {
    const auto& first = call.resolution.candidates.front();
    const auto text = estimator.tokens(first.provider->id, first.model, call.facts.textBytes);
    return text + (call.facts.images ? std::uint64_t{tokensPerImageBound} : 0);
}

void noteExpected(Call& call, const policy::Estimate& expected, const policy::TokenEstimator* estimator) {
    const auto& first = call.resolution.candidates.front();
    call.record.explain.expected =
        telemetry::ExpectedTokens{expected.input, expected.output,
                                  estimator != nullptr ? estimator->bytesPerToken(first.provider->id, first.model)
                                                       : double(reservedBytesPerToken)};
}

// A budget switches a call once: the loop ends.
Task<tl::expected<policy::Admission, policy::Refusal>>
reserve(Call& call, policy::Ledger& ledger, const policy::TokenEstimator* estimator, const Ways* ways) {
    std::vector<std::string> switched;
    for (;;) {
        auto expected = estimate(call.facts, call.resolution, call.address.operation, call.record.startedAt);
        if (!expected.cost && !expected.pretend && call.snapshot->organisation.refusesUnknownPrices)
            co_return tl::unexpected(priceRefused());
        if (estimator != nullptr && expected.input > 0)
            expected.input = learnedInput(call, *estimator);
        policy::Demand demand{*call.snapshot,         call.identity->app, call.identity->key, call.resolution.route,
                              call.record.modelAsked, call.facts.user,    call.record.tags};
        demand.through = call.resolution.through;
        demand.subscription = subscriptionOf(call);
        demand.further = call.further;
        demand.switched = &switched;
        auto admission = co_await ledger.reserve(demand, expected);
        if (admission && !admission->counts.empty())
            noteExpected(call, expected, estimator);
        if (admission || !takeOtherRoute(call, admission.error(), ways))
            co_return admission;
        switched.push_back(admission.error().budget);
    }
}

} // namespace

policy::Estimate estimate(const dialects::RequestFacts& facts, const routing::Resolution& resolution,
                          dialects::Operation operation, WallMicros at) {
    // Its tokens are known when its answer tells them, what it costs never.
    if (dialects::isRelayed(operation))
        return {0, 0, isFreeRelay(operation) ? std::optional(Money()) : std::nullopt, false};
    const auto tokens = expectedTokens(facts, resolution, operation);
    policy::Estimate result;
    result.input = static_cast<std::uint64_t>(tokens.input);
    result.output = static_cast<std::uint64_t>(tokens.output);
    if (!facts.otherModels.empty() || facts.otherModelsUnclear) { // among which the provider chooses
        result.pretend = routing::reservationFor(resolution, {}, true).pretend;
        return result;
    }
    const auto reserved = routing::reservationFor(resolution, mostAsked(facts, operation, at));
    result.cost = reserved.cost;
    result.pretend = reserved.pretend;
    // A second call beside a late one, and one that goes on with a stream that broke off, are paid as well.
    const auto* route = resolution.route;
    const int others = route != nullptr ? int(route->hedge.has_value()) + int(route->continuesCutStreams) : 0;
    for (int i = 0; result.cost && i < others; ++i)
        *result.cost += *reserved.cost;
    return result;
}

Task<StageResult> admit(Call& call, policy::Ledger& ledger, const policy::TokenEstimator* estimator, const Ways* ways) {
    auto admission = co_await reserve(call, ledger, estimator, ways);
    if (!admission) {
        auto& refused = admission.error();
        Refusal refusal;
        // A spent budget does not come back by asking again (INTERFACES; x-should-retry is heard by the SDKs).
        refusal.extras.neverRetry = refused.error.code == "budget_exceeded" || refused.error.code == "price_unknown";
        refusal.extras.retryAfter = refused.retryAfter;
        refusal.extras.counts = std::move(refused.counts);
        refusal.error = std::move(refused.error);
        co_return tl::unexpected(std::move(refusal));
    }
    call.ticket = std::move(admission->ticket);
    call.counts = std::move(admission->counts);
    call.record.explain.counts.reserve(call.counts.size());
    for (const auto& count : call.counts)
        call.record.explain.counts.push_back({count.scope, count.name, count.limit, count.used});
    for (auto& reading : admission->readings)
        call.record.explain.limits.push_back(
            {reading.scope + " " + reading.name, std::move(reading.limit), std::move(reading.used)});
    co_return StageResult{};
}

} // namespace gatehouse::pipeline
