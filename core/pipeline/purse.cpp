// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/purse.h"

#include "core/pipeline/apis/find_api.h"
#include "core/pipeline/billing.h"
#include "core/pipeline/stages.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// How many more tokens a stream reserves at a time.
constexpr std::int64_t tokensAtOnce = 256;

const catalog::ModelPrice* priceOf(const Call& call, const routing::Candidate& candidate) {
    return candidate.price != nullptr ? &catalog::priceOn(*candidate.price, call.record.startedAt) : nullptr;
}

// Of one token of an answer, whatever it is.
Money dearestToken(const catalog::ModelPrice& price) {
    catalog::BilledTokens one;
    one.output = 1;
    return catalog::dearest(price, one).value_or(Money());
}

Money times(Money price, std::int64_t count) {
    constexpr std::int64_t million = 1'000'000;
    return gatehouse::priceOf(count * million, price); // which saturates
}

// What the stream has come to: the prompt as told, else as estimated; the answer as counted so far.
std::optional<Money> costSoFar(const Call& call, const catalog::ModelPrice& price, std::int64_t output) {
    telemetry::Tokens tokens;
    tokens.input = static_cast<std::int64_t>(call.facts.textBytes / usualBytesPerToken) + 1;
    tokens.output = output;
    return catalog::costOf(price, billedTokens(call.facts, call.address.operation, call.answer, tokens, price));
}

} // namespace

std::optional<Money> mostAt(const Call& call, const routing::Candidate& candidate) {
    if (candidate.price == nullptr)
        return std::nullopt;
    if (candidate.price->pretend)
        return Money();
    if (!call.facts.otherModels.empty() || call.facts.otherModelsUnclear)
        return std::nullopt;
    return routing::mostOf(*candidate.price, mostAsked(call.facts, call.address.operation, call.record.startedAt));
}

std::optional<Error> reserveAt(Call& call, const routing::Candidate& candidate) {
    if (candidate.provider == nullptr || candidate.provider->isDemo())
        return std::nullopt;
    const auto index = static_cast<std::size_t>(candidate.provider - call.snapshot->providers.data());
    return call.ticket.reserveTarget(index, mostAt(call, candidate));
}

bool mayPayAnother(Call& call, const routing::Candidate& next, const routing::Candidate* besides) {
    const auto* subscription = subscriptionOf(call);
    const bool ofPlan = subscription != nullptr && config::budgetOf(*call.snapshot, *subscription) != nullptr;
    if (!ofPlan && !config::strictBudgetOver(*call.snapshot, call.app(), &call.key()))
        return true;
    auto sum = accountSpent(call).cost;
    for (const auto* candidate : {&next, besides}) {
        if (candidate == nullptr)
            continue;
        const auto most = mostAt(call, *candidate);
        if (!sum || !most)
            return false;
        *sum += *most;
    }
    return sum && *sum <= call.ticket.reserved();
}

StreamMeter::StreamMeter(const Call& call) : m_candidate(call.served) {
    if (m_candidate == nullptr || dialects::isRelayed(call.address.operation))
        return;
    const auto* price = priceOf(call, *m_candidate);
    if (price != nullptr && !price->pretend && dearestToken(*price) > Money())
        m_price = price;
}

void StreamMeter::lookAgain(const Call& call, std::int64_t output) {
    const auto left = call.ticket.reserved() - costSoFar(call, *m_price, output).value_or(Money());
    const auto each = std::max<std::int64_t>(dearestToken(*m_price).pico(), 1);
    m_until = left < Money() ? output - 1 : output + left.pico() / each;
}

bool StreamMeter::mayGoOn(Call& call) {
    if (m_price == nullptr)
        return true;
    const auto output = outputSoFar(call.answer).output;
    if (output <= m_until)
        return true;
    lookAgain(call, output);
    if (output <= m_until)
        return true;
    const auto cost = costSoFar(call, *m_price, output).value_or(Money());
    const auto missing = cost - call.ticket.reserved();
    if (missing <= Money())
        return true;
    if (!call.ticket.reserveMore(missing + times(dearestToken(*m_price), tokensAtOnce)) &&
        !call.ticket.reserveMore(missing))
        return false;
    lookAgain(call, output);
    return true;
}

Error streamSpent() {
    return failure(ErrorKind::Limited, "budget_exceeded",
                   "The answer came to cost more than was reserved for it, and the budget has nothing left; what came "
                   "before is incomplete. Raise the budget, or ask for fewer tokens (max_tokens).")
        .value();
}

} // namespace gatehouse::pipeline
