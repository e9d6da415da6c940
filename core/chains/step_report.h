// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"
#include "core/chains/chain_run.h"

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::chains {

// How a step of a run went, and what it took.
struct StepReport {
    StepState state = StepState::Waiting;
    std::int64_t milliseconds = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::optional<Money> cost = Money(); // none: nobody knows it
    bool pretend = false;                // some of it of demo models, whose prices are not real
    boost::json::value output;           // as later steps see it
    std::string error;                   // a sentence, where it failed
    std::vector<std::string> calls;      // request ids
};

} // namespace gatehouse::chains
