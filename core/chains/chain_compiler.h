// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain.h"

#include <map>
#include <string>
#include <vector>

namespace gatehouse::chains {

std::optional<StepKind> stepKindNamed(std::string_view name);

// Makes the parts of a chain from its description, once.
class ChainCompiler {
public:
    ChainCompiler(const contract::ChainVersionSpec& spec, const contract::Path& path) : m_spec(spec), m_path(path) {}
    // False: there are faults.
    bool run();

    contract::Faults& faults() { return m_faults; }
    std::vector<Step>& steps() { return m_steps; }
    std::vector<Source>& output() { return m_output; }
    const Limits& limits() const { return m_limits; }

private:
    void name();
    void addStep(std::size_t index);
    void addWhen(Step& step, const contract::ChainWhenSpec& spec, const contract::Path& path);
    void addInputs(Step& step, const contract::ChainStepSpec& spec, const contract::Path& path);
    void addAfter(Step& step, std::string_view id, const contract::Path& path);
    void addOutput();
    void takeLimits();
    void order();
    bool knows(std::string_view name) const { return name == "inputs" || m_places.find(name) != m_places.end(); }
    void fault(contract::FaultCode code, const contract::Path& path, std::string expected, std::string found) {
        m_faults.push_back(contract::makeFault(code, path, std::move(expected), std::move(found)));
    }

    const contract::ChainVersionSpec& m_spec;
    const contract::Path& m_path;
    contract::Faults m_faults;
    std::map<std::string, std::size_t, std::less<>> m_places;
    std::vector<Step> m_steps;
    std::vector<Source> m_output;
    Limits m_limits;
};

} // namespace gatehouse::chains
