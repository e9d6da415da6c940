// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/billing.h"
#include "core/pipeline/stages.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using telemetry::Outcome;

// Of a stream that ended early a provider may have told what it had read, but hardly what it wrote.
bool brokeOff(const Call& call) {
    return call.facts.stream && call.answer.stop == dialects::StopReason::None;
}

telemetry::Tokens tokensOf(const Call& call) {
    telemetry::Tokens tokens;
    if (const auto& usage = call.answer.usage) {
        tokens = toldTokens(*usage);
        if (brokeOff(call)) {
            tokens.estimated = true;
            tokens.output =
                std::max(tokens.output, static_cast<std::int64_t>(call.answer.textBytes / usualBytesPerToken));
        }
        return tokens;
    }
    if (dialects::isRelayed(call.address.operation) || call.answer.soundMillis ||
        dialects::capabilityOf(call.address.operation) == dialects::Capability::Infer)
        return tokens; // it has none, or none that anybody told
    tokens.estimated = true;
    tokens.input = static_cast<std::int64_t>(call.facts.textBytes / usualBytesPerToken) + 1;
    tokens.output = static_cast<std::int64_t>(call.answer.textBytes / usualBytesPerToken);
    return tokens;
}

std::string describe(const catalog::ModelPrice& price) {
    std::string text;
    text.reserve(price.source.size() + price.date.size() + 160);
    const auto add = [&text](std::string_view name, const std::optional<Money>& perMillion) {
        if (perMillion)
            text.append(name).append(1, ' ').append(perMillion->toString()).append(", ");
    };
    add("input", price.input);
    add("cached input", price.cachedInput);
    add("cache write", price.cacheWrite);
    add("output", price.output);
    text.append("dollars per million tokens (").append(price.source).append(", ").append(price.date).append(1, ')');
    return text;
}

std::vector<telemetry::BilledClass> billedClasses(const std::vector<catalog::CostLine>& lines) {
    std::vector<telemetry::BilledClass> classes;
    classes.reserve(lines.size());
    for (const auto& line : lines)
        classes.push_back({line.name, line.units, line.perMillion, line.cost});
    return classes;
}

// Operations that providers do not charge for.
bool isFree(const Call& call) {
    using dialects::Capability;
    const auto capability = dialects::capabilityOf(call.address.operation);
    const bool reads = call.address.method == http::Method::Get || call.address.method == http::Method::Head;
    return capability == Capability::CountTokens || dialects::isQuestion(call.address.operation) ||
           capability == Capability::Moderations || capability == Capability::Files ||
           capability == Capability::Uploads || (capability == Capability::Batches && reads);
}

// Work that a provider began has to be paid for, also where the client left or the stream broke.
bool reachedProvider(const Call& call) {
    return call.served != nullptr;
}

} // namespace

telemetry::Tokens outputSoFar(const dialects::AnswerFacts& answer) {
    telemetry::Tokens tokens;
    tokens.output = static_cast<std::int64_t>(answer.textBytes / usualBytesPerToken);
    tokens.estimated = !answer.usage || answer.usage->output < tokens.output;
    if (!tokens.estimated)
        tokens.output = answer.usage->output;
    return tokens;
}

namespace {

// What attempts took that did not serve: the row, the ledger and the limits hold it too.
void addSpent(Call& call, policy::Actual& actual) {
    if (call.spent.empty())
        return;
    auto& record = call.record;
    const auto before = accountSpent(call);
    const auto& more = before.tokens;
    record.tokens.input += more.input;
    record.tokens.cachedInput += more.cachedInput;
    record.tokens.cacheWrite += more.cacheWrite;
    record.tokens.output += more.output;
    record.tokens.reasoning += more.reasoning;
    record.tokens.estimated = record.tokens.estimated || more.estimated;
    actual.input += static_cast<std::uint64_t>(more.input + more.cachedInput + more.cacheWrite);
    actual.output += static_cast<std::uint64_t>(more.output);
    const auto add = [&before](std::optional<Money>& cost) {
        if (cost && before.cost)
            *cost += *before.cost;
        else
            cost.reset();
    };
    add(record.cost);
    add(actual.cost);
}

// Of text alone, and only where the provider counted.
void learn(const Call& call, policy::TokenEstimator& estimator) {
    const auto& usage = call.answer.usage;
    const auto capability = dialects::capabilityOf(call.address.operation);
    const bool text = capability == dialects::Capability::Chat || capability == dialects::Capability::Completions ||
                      capability == dialects::Capability::Embeddings;
    if (!usage || !text || !reachedProvider(call) || brokeOff(call) || call.facts.images || call.facts.mediaBytes > 0)
        return;
    const auto tokens = usage->input + usage->cachedInput + usage->cacheWrite + usage->cacheWriteLong;
    if (tokens > 0)
        estimator.learn(call.served->provider->id, call.served->model, call.facts.textBytes,
                        static_cast<std::uint64_t>(tokens));
}

} // namespace

void account(Call& call, policy::TokenEstimator* estimator) {
    auto& record = call.record;
    policy::Actual actual;
    if (reachedProvider(call)) {
        record.tokens = tokensOf(call);
        actual.input =
            static_cast<std::uint64_t>(record.tokens.input + record.tokens.cachedInput + record.tokens.cacheWrite);
        actual.output = static_cast<std::uint64_t>(record.tokens.output);
        const auto* price =
            call.served->price != nullptr ? &catalog::priceOn(*call.served->price, record.startedAt) : nullptr;
        const auto unlisted = whyUnpriced(call.address.operation, call.answer, price);
        if (isFree(call)) {
            record.cost = Money();
            record.explain.price = "not charged for";
        } else if (dialects::isRelayed(call.address.operation)) {
            record.explain.price = "unknown: what is passed through is not priced";
        } else if (!unlisted.empty()) {
            record.explain.price = "unknown: " + unlisted;
        } else if (price == nullptr) {
            record.explain.price = "unknown: no price is set for " + record.provider + "/" + record.modelServed;
        } else {
            auto billed = billedTokens(call.facts, call.address.operation, call.answer, record.tokens, *price);
            billed.batch = asksForBatchPrices(call.body, *price);
            const auto lines = catalog::costLines(*price, billed);
            record.cost = catalog::sumOf(lines);
            if (lines)
                record.explain.billed = billedClasses(*lines);
            record.explain.priceSource = price->source;
            record.explain.priceDate = price->date;
            record.pretend = price->pretend;
            record.explain.price = describe(*price);
        }
        actual.provider = static_cast<std::size_t>(call.served->provider - call.snapshot->providers.data());
        // An unknown cost keeps what was reserved; pretend money was never real.
        actual.cost = record.pretend ? std::optional<Money>(Money()) : record.cost;
    } else {
        record.cost = Money();
        actual.cost = Money();
        if (!call.spent.empty()) // the provider that the row names
            actual.provider =
                static_cast<std::size_t>(call.spent.back().candidate->provider - call.snapshot->providers.data());
    }
    if (estimator != nullptr)
        learn(call, *estimator);
    addSpent(call, actual);
    call.ticket.settle(actual);
    for (auto& loss : call.losses) {
        if (dialects::isLoss(loss))
            record.explain.losses.push_back(
                {std::move(loss.field), dialects::nameOf(loss.kind), std::move(loss.detail)});
        else
            record.explain.carried.push_back({std::move(loss.field), std::move(loss.detail)});
    }
}

} // namespace gatehouse::pipeline
