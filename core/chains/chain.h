// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"
#include "core/chains/source.h"
#include "core/contract/chain_specs.h"
#include "core/prompts/variables.h"

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::chains {

enum class StepKind { Prompt, Model, Tensor, Api };
std::string_view nameOf(StepKind kind);

// Whether a step runs: all that is given must hold. Of what stands nowhere, or is null, nothing holds but that it does
// not exist.
struct When {
    Pointer value;
    std::optional<boost::json::value> equals;
    std::vector<boost::json::value> in; // empty: anything
    std::optional<bool> exists;
    bool holds(const boost::json::object& document) const;
};

struct Step {
    std::string id;
    StepKind kind = StepKind::Prompt;
    std::string use;                // as it was written
    std::vector<std::size_t> after; // named, and those that it reads; places in the chain
    std::vector<std::size_t> reads; // of those, the ones that it cannot do without
    std::optional<When> when;
    std::vector<Source> inputs;
    std::optional<std::chrono::milliseconds> timeout;
    bool optional = false;
};

struct Limits {
    std::uint64_t depth = 4;
    std::uint64_t steps = 50;
    std::chrono::milliseconds time{60'000};
    std::optional<Money> usd;
};

// A chain as it runs: checked, its steps in an order in which each comes behind those that it waits for. Immutable; any
// thread.
class Chain {
public:
    // Faults: names given twice, steps that do not exist or wait for each other in a circle, pointers and templates
    // that lead nowhere, limits beyond the gateway's own.
    static contract::Checked<std::shared_ptr<const Chain>> compile(const contract::ChainVersionSpec& spec);
    static contract::Checked<std::shared_ptr<const Chain>> compile(const contract::ChainVersionSpec& spec,
                                                                   const contract::Path& path);

    const prompts::Variables& inputs() const { return m_inputs; }
    const std::vector<Step>& steps() const { return m_steps; }
    // Empty: the chain answers what each of its steps did.
    const std::vector<Source>& output() const { return m_output; }
    const Limits& limits() const { return m_limits; }

private:
    prompts::Variables m_inputs;
    std::vector<Step> m_steps;
    std::vector<Source> m_output;
    Limits m_limits;
};

} // namespace gatehouse::chains
