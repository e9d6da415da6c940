// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain.h"
#include "core/prompts/prompt.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::contract {
struct PromptVersionSpec;
}

namespace gatehouse::chains {

// A version of a chain, ready to run, with the prompts that its steps name. Immutable; any thread.
struct ReadyChain {
    struct NamedPrompt {
        std::string name; // "sentiment@3", also where a label named it
        prompts::Prompt::Pointer prompt;
    };
    std::string name; // "triage@2"
    std::shared_ptr<const Chain> chain;
    std::map<std::string, NamedPrompt, std::less<>> prompts; // by what the step says
};
using ReadyChainPtr = std::shared_ptr<const ReadyChain>;

// The prompts that a chain's steps name, by what they say.
using PromptSpecs = std::map<std::string, const contract::PromptVersionSpec*>;
using FindPrompt = std::function<const contract::PromptVersionSpec*(std::string_view use)>;
// Nothing where one does not exist.
std::optional<PromptSpecs> promptsOf(const contract::ChainVersionSpec& spec, const FindPrompt& find);

// Faults: those of the chain and of its prompts.
contract::Checked<ReadyChainPtr> makeReady(std::string name, const contract::ChainVersionSpec& spec,
                                           const PromptSpecs& prompts);

// "triage@production" with the version that it stands for: "triage@2".
std::string pinnedName(const std::string& pinned, std::uint64_t version);

} // namespace gatehouse::chains
