// SPDX-License-Identifier: Apache-2.0
#include "core/chains/chain_run.h"

#include <algorithm>
#include <utility>

namespace gatehouse::chains {
namespace {

namespace json = boost::json;

} // namespace

std::string_view nameOf(StepState state) {
    switch (state) {
    case StepState::Waiting:
        return "waiting";
    case StepState::Running:
        return "running";
    case StepState::Done:
        return "done";
    case StepState::LeftOut:
        return "left_out";
    case StepState::Failed:
        return "failed";
    }
    return "waiting";
}

Error chainError(std::string_view step, const Error& error) {
    Error out = error;
    out.message = "Step " + std::string(step) + " of the chain failed: " + error.message;
    out.field = step;
    return out;
}

ChainRun::ChainRun(std::shared_ptr<const Chain> chain, json::object inputs)
    : m_chain(std::move(chain)), m_states(m_chain->steps().size(), StepState::Waiting) {
    m_document["inputs"] = std::move(inputs);
}

bool ChainRun::anyWaiting() const {
    return std::find(m_states.begin(), m_states.end(), StepState::Waiting) != m_states.end();
}

bool ChainRun::isEnded(std::size_t step) const {
    const auto state = m_states[step];
    return state == StepState::Done || state == StepState::LeftOut || state == StepState::Failed;
}

bool ChainRun::isLeftOut(const Step& step) const {
    const auto gone = [this](std::size_t at) {
        return m_states[at] == StepState::LeftOut || m_states[at] == StepState::Failed;
    };
    return std::any_of(step.reads.begin(), step.reads.end(), gone) || (step.when && !step.when->holds(m_document));
}

// Money that is spent, or steps that are used up, end the chain: an answer without them would be another one.
bool ChainRun::mayBegin(const Step& step) {
    const auto& limits = m_chain->limits();
    if (m_begun >= limits.steps) {
        fail(failure(ErrorKind::Limited, "chain_too_long",
                     "The chain may make " + std::to_string(limits.steps) + " calls (limits.steps); step " + step.id +
                         " was not begun.")
                 .value());
        return false;
    }
    if (limits.usd && m_costUnknown) {
        fail(failure(ErrorKind::Limited, "chain_cost_unknown",
                     "Nobody knows what a step has cost, and the chain has a limit of money (limits.usd); step " +
                         step.id + " was not begun.")
                 .value());
        return false;
    }
    if (limits.usd && m_spent >= *limits.usd) {
        fail(failure(ErrorKind::Limited, "chain_money_spent",
                     "The chain has spent what it may (limits.usd: " + limits.usd->toString() + "); step " + step.id +
                         " was not begun.")
                 .value());
        return false;
    }
    return true;
}

std::optional<json::object> ChainRun::inputOf(std::size_t place) {
    const auto& step = m_chain->steps()[place];
    json::object input;
    prompts::RenderBudget budget;
    for (const auto& source : step.inputs) {
        auto value = source.from(m_document, budget);
        if (!value) {
            ++m_running; // failed() counts it out
            failed(place, value.error(), std::nullopt);
            return std::nullopt;
        }
        input[source.name()] = std::move(*value);
    }
    return input;
}

std::vector<ChainRun::Begun> ChainRun::begin() {
    std::vector<Begun> out;
    const auto& steps = m_chain->steps();
    // One pass is enough: each step stands behind those that it waits for.
    for (std::size_t i = 0; i < steps.size() && !m_error; ++i) {
        const auto& step = steps[i];
        if (m_states[i] != StepState::Waiting ||
            !std::all_of(step.after.begin(), step.after.end(), [this](std::size_t at) { return isEnded(at); }))
            continue;
        if (isLeftOut(step)) {
            m_states[i] = StepState::LeftOut;
            m_document[step.id] = nullptr;
            continue;
        }
        if (!mayBegin(step))
            break;
        auto input = inputOf(i);
        if (!input)
            continue;
        m_states[i] = StepState::Running;
        ++m_running;
        ++m_begun;
        out.push_back({i, std::move(*input)});
    }
    return out;
}

void ChainRun::done(std::size_t step, json::value output, std::optional<Money> cost) {
    --m_running;
    m_states[step] = StepState::Done;
    m_document[m_chain->steps()[step].id] = std::move(output);
    m_costUnknown = m_costUnknown || !cost;
    if (cost)
        m_spent += *cost;
}

void ChainRun::failed(std::size_t place, const Error& error, std::optional<Money> cost) {
    const auto& step = m_chain->steps()[place];
    --m_running;
    m_states[place] = StepState::Failed;
    m_document[step.id] = nullptr;
    m_costUnknown = m_costUnknown || !cost;
    if (cost)
        m_spent += *cost;
    if (!step.optional && !m_error)
        m_error = chainError(step.id, error);
}

void ChainRun::fail(Error error) {
    if (!m_error)
        m_error = std::move(error);
}

Result<json::object> ChainRun::output() const {
    if (m_error)
        return tl::unexpected(*m_error);
    json::object out;
    prompts::RenderBudget budget;
    if (m_chain->output().empty()) {
        for (const auto& step : m_chain->steps())
            out[step.id] = *m_document.if_contains(step.id);
        return out;
    }
    for (const auto& source : m_chain->output()) {
        auto value = source.from(m_document, budget);
        if (value) {
            out[source.name()] = std::move(*value);
            continue;
        }
        const bool leftOut = std::any_of(source.roots().begin(), source.roots().end(), [this](const auto& root) {
            const auto* found = m_document.if_contains(root);
            return found != nullptr && found->is_null();
        });
        if (!leftOut)
            return tl::unexpected(chainError("output " + source.name(), value.error()));
        out[source.name()] = nullptr;
    }
    return out;
}

} // namespace gatehouse::chains
