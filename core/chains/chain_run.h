// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain.h"

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::chains {

enum class StepState {
    Waiting,
    Running,
    Done,
    LeftOut, // its condition does not hold, or it reads what was left out
    Failed   // an optional one: the chain went on
};
std::string_view nameOf(StepState state); // "left_out"

// One run of a chain: which steps can begin, what they are given, what came of them. Makes no calls itself; belongs to
// one coroutine.
class ChainRun {
public:
    // "inputs" as the chain's variables took them.
    ChainRun(std::shared_ptr<const Chain> chain, boost::json::object inputs);

    struct Begun {
        std::size_t step = 0; // its place in the chain
        boost::json::object input;
    };
    // The steps that can begin now; they run from here on. Empty while others are waited for, when all is over, and
    // when the chain has failed.
    std::vector<Begun> begin();

    // No cost: nobody knows it. Where the chain has a limit of money, nothing more is begun then.
    void done(std::size_t step, boost::json::value output, std::optional<Money> cost);
    // The chain fails with it, unless the step is optional.
    void failed(std::size_t step, const Error& error, std::optional<Money> cost);
    // Steps of chains within: they count as this one's.
    void addInner(std::uint64_t steps) { m_begun += steps; }
    // From outside: the time is over.
    void fail(Error error);

    bool runs() const { return m_running != 0; }
    // Over: nothing runs and nothing more will.
    bool over() const { return m_running == 0 && (m_error || !anyWaiting()); }
    const std::optional<Error>& error() const { return m_error; }
    Money spent() const { return m_spent; }
    std::uint64_t begun() const { return m_begun; }
    StepState stateOf(std::size_t step) const { return m_states[step]; }

    // What the chain answers; what only a step that was left out could have told is null.
    Result<boost::json::object> output() const;

private:
    bool anyWaiting() const;
    bool isEnded(std::size_t step) const;
    bool isLeftOut(const Step& step) const;
    bool mayBegin(const Step& step);
    std::optional<boost::json::object> inputOf(std::size_t step);

    std::shared_ptr<const Chain> m_chain;
    boost::json::object m_document; // {"inputs": …, "STEP": …}; null: left out
    std::vector<StepState> m_states;
    std::size_t m_running = 0;
    std::uint64_t m_begun = 0;
    Money m_spent;
    bool m_costUnknown = false;
    std::optional<Error> m_error;
};

// An error of a step as one of its chain: with the step's name.
Error chainError(std::string_view step, const Error& error);

} // namespace gatehouse::chains
