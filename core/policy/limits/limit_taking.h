// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/policy/limits/limit_book.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::policy {

// Of a call with so many tokens: what it takes of a limit.
constexpr std::uint64_t amountOf(config::Measure measure, std::uint64_t input, std::uint64_t output) {
    switch (measure) {
    case config::Measure::Requests:
        return 1;
    case config::Measure::Tokens:
        return input + output;
    case config::Measure::InputTokens:
        return input;
    case config::Measure::OutputTokens:
        break;
    }
    return output;
}

// One call on its way through the limits of all who answer for it; where one refuses, all before it get theirs back.
class LimitTaking {
public:
    // "requests": how many the call counts as, one or none.
    LimitTaking(const Clock& clock, MonotonicTime origin, SlidingWindow::Time now, const Estimate& estimate,
                std::uint64_t requests, std::size_t most);

    // False: it refuses, and refusal() says why.
    bool take(const ScopePlan& plan);
    bool take(const LimitTable::Users& users, std::string_view user, std::string_view app);

    Refusal refusal() { return std::move(m_refusal); }
    LimitBooking done() { return std::move(m_booking); }

private:
    bool enter(LimitScope scope, std::string_view id, std::atomic<std::uint64_t>& inFlight, std::uint64_t limit);
    struct Whose {
        LimitScope scope;
        std::string_view scopeName;
        std::string_view id;
    };
    bool book(const Whose& whose, const RatePlan& rate, SlidingWindow& window);
    bool refuse(Refusal refusal);

    const SlidingWindow::Time m_now;
    std::array<SlidingWindow::Tick, config::spanCount> m_ticks{};
    const Estimate& m_estimate;
    const std::uint64_t m_requests;
    LimitBooking m_booking;
    Refusal m_refusal;
};

} // namespace gatehouse::policy
