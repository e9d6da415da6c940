// SPDX-License-Identifier: Apache-2.0
#include "core/chains/chain.h"

#include "core/chains/chain_compiler.h"

#include <algorithm>
#include <array>

namespace gatehouse::chains {
namespace {

constexpr std::array<std::pair<StepKind, std::string_view>, 4> kinds{
    {{StepKind::Prompt, "prompt"}, {StepKind::Model, "model"}, {StepKind::Tensor, "tensor"}, {StepKind::Api, "api"}}};

} // namespace

std::string_view nameOf(StepKind kind) {
    for (const auto& [value, name] : kinds) {
        if (value == kind)
            return name;
    }
    return "prompt";
}

std::optional<StepKind> stepKindNamed(std::string_view text) {
    for (const auto& [value, name] : kinds) {
        if (name == text)
            return value;
    }
    return std::nullopt;
}

bool When::holds(const boost::json::object& document) const {
    const auto* found = value.in(document);
    const bool there = found != nullptr && !found->is_null();
    if (exists && *exists != there)
        return false;
    if (equals && (!there || *found != *equals))
        return false;
    return in.empty() || (there && std::find(in.begin(), in.end(), *found) != in.end());
}

contract::Checked<std::shared_ptr<const Chain>> Chain::compile(const contract::ChainVersionSpec& spec) {
    return compile(spec, contract::Path());
}

contract::Checked<std::shared_ptr<const Chain>> Chain::compile(const contract::ChainVersionSpec& spec,
                                                               const contract::Path& path) {
    auto inputs = prompts::Variables::compile(spec.inputs, contract::Path(path, "inputs"));
    if (!inputs)
        return tl::unexpected(std::move(inputs.error()));
    ChainCompiler compiler(spec, path);
    if (!compiler.run())
        return tl::unexpected(std::move(compiler.faults()));
    auto chain = std::make_shared<Chain>();
    chain->m_inputs = std::move(*inputs);
    chain->m_steps = std::move(compiler.steps());
    chain->m_output = std::move(compiler.output());
    chain->m_limits = compiler.limits();
    return chain;
}

} // namespace gatehouse::chains
