// SPDX-License-Identifier: Apache-2.0
// What the attempts cost whose answer is not the one that counts (call.spent): part of the call's row all the same.
#include "core/pipeline/billing.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {
namespace {

telemetry::Tokens tokensOf(const Call& call, const Spent& spent) {
    telemetry::Tokens tokens;
    const auto written = static_cast<std::int64_t>(spent.facts.textBytes / usualBytesPerToken);
    if (const auto& usage = spent.facts.usage) {
        tokens = toldTokens(*usage);
        if (spent.delivered && tokens.output < written) {
            tokens.output = written;
            tokens.estimated = true;
        }
    } else if (spent.delivered) {
        tokens.input = static_cast<std::int64_t>(call.facts.textBytes / usualBytesPerToken) + 1;
        tokens.output = written;
        tokens.estimated = true;
    }
    return tokens;
}

// Null: unknown.
const catalog::ModelPrice* priceOf(const Call& call, const Spent& spent) {
    const auto* price = spent.candidate->price;
    return price != nullptr ? &catalog::priceOn(*price, call.record.startedAt) : nullptr;
}

std::optional<Money> costOf(const Call& call, const Spent& spent, const telemetry::Tokens& tokens) {
    const auto* price = priceOf(call, spent);
    if (price == nullptr || !whyUnpriced(call.address.operation, spent.facts, price).empty())
        return std::nullopt;
    auto billed = billedTokens(call.facts, call.address.operation, spent.facts, tokens, *price);
    billed.batch = asksForBatchPrices(call.body, *price);
    return catalog::costOf(*price, billed);
}

} // namespace

SpentBefore accountSpent(Call& call) {
    SpentBefore sum;
    for (const auto& spent : call.spent) {
        const auto tokens = tokensOf(call, spent);
        const auto cost = costOf(call, spent, tokens);
        auto& attempt = call.record.explain.attempts[spent.trail];
        attempt.tokens = tokens;
        attempt.cost = cost;
        sum.tokens.input += tokens.input;
        sum.tokens.cachedInput += tokens.cachedInput;
        sum.tokens.cacheWrite += tokens.cacheWrite;
        sum.tokens.output += tokens.output;
        sum.tokens.reasoning += tokens.reasoning;
        sum.tokens.estimated = sum.tokens.estimated || tokens.estimated;
        if (const auto* price = priceOf(call, spent); price != nullptr && price->pretend)
            continue; // never real
        if (cost && sum.cost)
            *sum.cost += *cost;
        else
            sum.cost.reset();
    }
    return sum;
}

} // namespace gatehouse::pipeline
