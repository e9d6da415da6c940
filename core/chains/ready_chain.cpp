// SPDX-License-Identifier: Apache-2.0
#include "core/chains/ready_chain.h"

#include "core/contract/prompt_specs.h"

#include <utility>

namespace gatehouse::chains {

std::string pinnedName(const std::string& pinned, std::uint64_t version) {
    return pinned.substr(0, pinned.find('@')) + "@" + std::to_string(version);
}

std::optional<PromptSpecs> promptsOf(const contract::ChainVersionSpec& spec, const FindPrompt& find) {
    PromptSpecs found;
    for (const auto& step : spec.steps) {
        if (step.kind != nameOf(StepKind::Prompt))
            continue;
        const auto* prompt = find(step.use);
        if (prompt == nullptr)
            return std::nullopt;
        found.emplace(step.use, prompt);
    }
    return found;
}

contract::Checked<ReadyChainPtr> makeReady(std::string name, const contract::ChainVersionSpec& spec,
                                           const PromptSpecs& prompts) {
    auto chain = Chain::compile(spec);
    if (!chain)
        return tl::unexpected(std::move(chain.error()));
    auto ready = std::make_shared<ReadyChain>();
    ready->name = std::move(name);
    ready->chain = std::move(*chain);
    for (const auto& [use, prompt] : prompts) {
        auto compiled = prompts::Prompt::compile(*prompt);
        if (!compiled)
            return tl::unexpected(std::move(compiled.error()));
        ready->prompts[use] = {pinnedName(use, prompt->version), std::move(*compiled)};
    }
    return ReadyChainPtr(std::move(ready));
}

} // namespace gatehouse::chains
