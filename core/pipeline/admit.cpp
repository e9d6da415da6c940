// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"
#include "core/routing/reservation.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// No tokenizer of ours: over all recorded traffic a token holds more than three bytes of text, so this errs to the
// side of reserving too much; the ticket is settled with what the provider counted.
constexpr std::size_t bytesPerToken = 3;
// What a call is taken to answer at most when it does not say (and no smaller limit of the model is known).
constexpr std::int64_t unnamedOutputTokens = 4'096;
constexpr std::int64_t tokensPerImageBound = 1'600;

bool generates(dialects::Operation operation) {
    const auto capability = dialects::capabilityOf(operation);
    return capability == dialects::Capability::Chat || capability == dialects::Capability::Completions;
}

// The price list knows tokens of text. What images and sound cost is another price, or another unit; and among other
// models that the request lists, the provider chooses.
bool isTextOnly(const dialects::RequestFacts& facts, dialects::Operation operation) {
    return !dialects::isMedia(operation) && operation != dialects::Operation::Infer && facts.otherModels.empty() &&
           !facts.otherModelsUnclear;
}

} // namespace

policy::Estimate estimate(const dialects::RequestFacts& facts, const routing::Resolution& resolution,
                          dialects::Operation operation) {
    // No budget binds what is relayed (routing/relay.h); its tokens are known when its answer tells them.
    if (dialects::isRelayed(operation))
        return {0, 0, Money(), false};
    telemetry::Tokens tokens;
    tokens.input = static_cast<std::int64_t>(facts.textBytes / bytesPerToken) + 1;
    if (facts.images)
        tokens.input += tokensPerImageBound;
    const catalog::ModelPrice* price = nullptr;
    for (const auto& candidate : resolution.candidates) {
        if (price == nullptr)
            price = candidate.price;
    }
    if (generates(operation)) {
        std::int64_t output = unnamedOutputTokens;
        if (facts.maxOutputTokens)
            output = static_cast<std::int64_t>(std::min<std::uint64_t>(*facts.maxOutputTokens, 10'000'000));
        else if (price != nullptr && price->maxOutputTokens)
            output = std::min(output, *price->maxOutputTokens);
        tokens.output = output * static_cast<std::int64_t>(std::max<std::uint64_t>(facts.choices, 1));
    }
    policy::Estimate result;
    result.input = static_cast<std::uint64_t>(tokens.input);
    result.output = static_cast<std::uint64_t>(tokens.output);
    const auto reserved =
        routing::reservationFor(resolution, {tokens.input, 0, 0, 0, tokens.output}, isTextOnly(facts, operation));
    result.cost = reserved.cost;
    result.pretend = reserved.pretend;
    return result;
}

Task<StageResult> admit(Call& call, policy::Ledger& ledger) {
    const auto expected = estimate(call.facts, call.resolution, call.address.operation);
    const policy::Demand demand{*call.snapshot,        call.identity->app,     call.identity->key,
                                call.resolution.route, call.record.modelAsked, {},
                                call.record.tags};
    auto admission = co_await ledger.reserve(demand, expected);
    if (!admission) {
        auto& refused = admission.error();
        Refusal refusal;
        // A spent budget does not come back by asking again (INTERFACES; x-should-retry is heard by the SDKs).
        refusal.extras.neverRetry = refused.error.code == "budget_exceeded" || refused.error.code == "price_unknown";
        refusal.extras.retryAfter = refused.retryAfter;
        refusal.error = std::move(refused.error);
        co_return tl::unexpected(std::move(refusal));
    }
    call.ticket = std::move(admission->ticket);
    for (auto& reading : admission->readings)
        call.record.explain.limits.push_back(
            {reading.scope + " " + reading.name, std::move(reading.limit), std::move(reading.used)});
    co_return StageResult{};
}

} // namespace gatehouse::pipeline
