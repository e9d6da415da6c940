// SPDX-License-Identifier: Apache-2.0
#include "core/chains/chain_compiler.h"

#include <algorithm>
#include <set>
#include <utility>

namespace gatehouse::chains {
namespace {

using contract::FaultCode;
using contract::Path;

constexpr std::string_view inputsName = "inputs";

void addOnce(std::vector<std::size_t>& places, std::size_t place) {
    if (std::find(places.begin(), places.end(), place) == places.end())
        places.push_back(place);
}

} // namespace

bool ChainCompiler::run() {
    name();
    if (!m_faults.empty())
        return false;
    for (std::size_t i = 0; i < m_spec.steps.size(); ++i)
        addStep(i);
    addOutput();
    takeLimits();
    if (m_faults.empty())
        order();
    return m_faults.empty();
}

void ChainCompiler::name() {
    const Path steps(m_path, "steps");
    if (m_spec.steps.empty())
        fault(FaultCode::MissingField, steps, "at least one step", "none");
    for (std::size_t i = 0; i < m_spec.steps.size(); ++i) {
        const auto& id = m_spec.steps[i].id;
        const Path step(steps, i);
        if (id.empty() || id == inputsName || id.find('.') != std::string::npos)
            fault(FaultCode::InvalidValue, Path(step, "id"), "a name other than inputs, without dots",
                  contract::quoted(id));
        else if (!m_places.emplace(id, i).second)
            fault(FaultCode::Duplicate, Path(step, "id"), "a name that no other step has", contract::quoted(id));
    }
}

void ChainCompiler::addStep(std::size_t index) {
    const auto& spec = m_spec.steps[index];
    const Path steps(m_path, "steps");
    const Path path(steps, index);
    Step step;
    step.id = spec.id;
    step.use = spec.use;
    step.optional = spec.optional;
    const auto kind = stepKindNamed(spec.kind);
    if (!kind)
        fault(FaultCode::InvalidValue, Path(path, "kind"), "prompt, model, tensor or api", contract::quoted(spec.kind));
    step.kind = kind.value_or(StepKind::Prompt);
    if (spec.use.empty())
        fault(FaultCode::MissingField, Path(path, "use"), "what the step calls", "nothing");
    if (spec.timeout)
        step.timeout = spec.timeout->value;
    const Path after(path, "after");
    for (std::size_t i = 0; i < spec.after.size(); ++i)
        addAfter(step, spec.after[i], Path(after, i));
    if (spec.when)
        addWhen(step, *spec.when, Path(path, "when"));
    addInputs(step, spec, path);
    m_steps.push_back(std::move(step));
}

void ChainCompiler::addAfter(Step& step, std::string_view id, const Path& path) {
    const auto found = m_places.find(id);
    if (found == m_places.end())
        fault(FaultCode::UnknownReference, path, "a step of this chain", contract::quoted(id));
    else
        addOnce(step.after, found->second);
}

void ChainCompiler::addWhen(Step& step, const contract::ChainWhenSpec& spec, const Path& path) {
    auto pointer = Pointer::parse(spec.value);
    if (!pointer || !knows(pointer->root())) {
        fault(pointer ? FaultCode::UnknownReference : FaultCode::InvalidValue, Path(path, "value"),
              "a JSON pointer into inputs or a step of this chain", contract::quoted(spec.value));
        return;
    }
    if (!spec.equals && spec.in.empty() && !spec.exists)
        fault(FaultCode::MissingField, path, "equals, in or exists", "none of them");
    When when{std::move(*pointer), spec.equals, spec.in, spec.exists};
    if (when.exists == false && (when.equals || !when.in.empty()))
        fault(FaultCode::InvalidValue, path, "a condition that can hold", "a value of what does not exist");
    if (when.value.root() != inputsName)
        addAfter(step, when.value.root(), path);
    step.when = std::move(when);
}

void ChainCompiler::addInputs(Step& step, const contract::ChainStepSpec& spec, const Path& path) {
    std::set<std::string, std::less<>> names;
    const Path inputs(path, "input");
    for (std::size_t i = 0; i < spec.input.size(); ++i) {
        const auto& given = spec.input[i];
        const Path at(inputs, i);
        auto source = Source::compile(
            given, [this](std::string_view name) { return knows(name); }, at);
        if (!source) {
            m_faults.insert(m_faults.end(), source.error().begin(), source.error().end());
            continue;
        }
        if (given.name.empty() || !names.insert(given.name).second)
            fault(given.name.empty() ? FaultCode::MissingField : FaultCode::Duplicate, at, "a name of its own",
                  contract::quoted(given.name));
        for (const auto& root : source->roots()) {
            if (root == inputsName)
                continue;
            addAfter(step, root, at);
            if (given.value) // a template may ask whether there is something
                addOnce(step.reads, m_places.find(root)->second);
        }
        step.inputs.push_back(std::move(*source));
    }
}

void ChainCompiler::addOutput() {
    const Path output(m_path, "output");
    std::set<std::string, std::less<>> names;
    for (std::size_t i = 0; i < m_spec.output.size(); ++i) {
        const auto& given = m_spec.output[i];
        const Path at(output, i);
        auto source = Source::compile(
            given, [this](std::string_view name) { return knows(name); }, at);
        if (!source) {
            m_faults.insert(m_faults.end(), source.error().begin(), source.error().end());
            continue;
        }
        if (given.name.empty() || !names.insert(given.name).second)
            fault(given.name.empty() ? FaultCode::MissingField : FaultCode::Duplicate, at, "a name of its own",
                  contract::quoted(given.name));
        m_output.push_back(std::move(*source));
    }
}

void ChainCompiler::takeLimits() {
    const Path limits(m_path, "limits");
    const auto& spec = m_spec.limits;
    m_limits.depth = spec.depth;
    m_limits.steps = spec.steps;
    m_limits.time = spec.time.value;
    if (spec.usd) {
        m_limits.usd = Money::parse(*spec.usd);
        if (!m_limits.usd || m_limits.usd->pico() < 0)
            fault(FaultCode::InvalidValue, Path(limits, "usd"), "an amount of dollars", contract::quoted(*spec.usd));
    }
}

// Those that wait for each other in a circle, and those behind them, could never be reached.
void ChainCompiler::order() {
    std::vector<std::size_t> placed;
    std::vector<bool> done(m_steps.size(), false);
    for (bool moved = true; moved;) {
        moved = false;
        for (std::size_t i = 0; i < m_steps.size(); ++i) {
            const auto& after = m_steps[i].after;
            if (done[i] || !std::all_of(after.begin(), after.end(), [&](std::size_t at) { return done[at]; }))
                continue;
            done[i] = moved = true;
            placed.push_back(i);
        }
    }
    const Path steps(m_path, "steps");
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        if (!done[i])
            fault(FaultCode::InvalidValue, Path(steps, i), "a step that can be reached",
                  "one that waits for itself, by way of others");
    }
    if (placed.size() != m_steps.size())
        return;
    std::vector<std::size_t> newPlace(m_steps.size());
    for (std::size_t i = 0; i < placed.size(); ++i)
        newPlace[placed[i]] = i;
    std::vector<Step> ordered;
    for (const auto at : placed) {
        auto& step = ordered.emplace_back(std::move(m_steps[at]));
        for (auto* places : {&step.after, &step.reads}) {
            for (auto& place : *places)
                place = newPlace[place];
        }
    }
    m_steps = std::move(ordered);
}

} // namespace gatehouse::chains
