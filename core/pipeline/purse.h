// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/call.h"

#include <cstdint>
#include <limits>
#include <optional>

// The money of a call that runs, against what it has reserved (core/policy/ledger.h). On its I/O thread.
namespace gatehouse::pipeline {

// The most that the call can cost there; none: unknown.
std::optional<Money> mostAt(const Call& call, const routing::Candidate& candidate);

// Before a target is tried: what its provider's budgets have room for. An error: they have none, and nothing may be
// sent there.
std::optional<Error> reserveAt(Call& call, const routing::Candidate& candidate);

// Whether one more request may be sent, which is billed beside those that were (call.spent) and those that still run
// ("besides"): where a budget blocks, only within what was reserved.
bool mayPayAnother(Call& call, const routing::Candidate& next, const routing::Candidate* besides = nullptr);

// Watches what a stream comes to cost. Where that passes what was reserved, more is reserved; where nothing is left and
// the budget says so, the stream must end.
class StreamMeter {
public:
    explicit StreamMeter(const Call& call);
    bool mayGoOn(Call& call);

private:
    void lookAgain(const Call& call, std::int64_t output);

    const catalog::ModelPrice* m_price = nullptr; // null: nothing is watched
    const routing::Candidate* m_candidate = nullptr;
    std::int64_t m_until = 0; // tokens of output up to which it is paid for
};

Error streamSpent();

} // namespace gatehouse::pipeline
