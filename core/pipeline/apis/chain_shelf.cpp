// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/chain_shelf.h"

#include "core/contract/product_descriptions.h"

#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::pipeline {
namespace {

template <typename Spec>
std::string sourceOf(const Spec& spec) {
    return boost::json::serialize(
        contract::writeObject(&spec, contract::descriptionOf<Spec>(), contract::Form::Api, contract::Writing::Full));
}

std::string pinnedName(const std::string& pinned, std::uint64_t version) {
    return pinned.substr(0, pinned.find('@')) + "@" + std::to_string(version);
}

// The prompts of the steps; false where one does not exist.
using PromptSpecs = std::map<std::string, const contract::PromptVersionSpec*>;
bool findPrompts(const contract::ChainVersionSpec& spec, const config::Products& products, PromptSpecs& found) {
    for (const auto& step : spec.steps) {
        if (step.kind != chains::nameOf(chains::StepKind::Prompt))
            continue;
        const auto* prompt = products.promptVersion(step.use);
        if (prompt == nullptr)
            return false;
        found.emplace(step.use, prompt);
    }
    return true;
}

// Null: something of it cannot be compiled.
ShelvedChainPtr compile(std::string name, const contract::ChainVersionSpec& spec, const PromptSpecs& found) {
    auto chain = chains::Chain::compile(spec);
    if (!chain)
        return nullptr;
    auto shelved = std::make_shared<ShelvedChain>();
    shelved->name = std::move(name);
    shelved->chain = std::move(*chain);
    for (const auto& [use, prompt] : found) {
        auto compiled = prompts::Prompt::compile(*prompt);
        if (!compiled)
            return nullptr;
        shelved->prompts[use] = {pinnedName(use, prompt->version), std::move(*compiled)};
    }
    return shelved;
}

} // namespace

ShelvedChainPtr ChainShelf::find(const config::Snapshot& snapshot, const config::ApiVersion& version) {
    const auto& table = m_tables.find(snapshot);
    const auto found = table.find(&version);
    return found == table.end() ? nullptr : found->second;
}

std::shared_ptr<const ChainShelf::Table> ChainShelf::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    auto table = std::make_shared<Table>();
    const auto& products = config::productsOf(snapshot);
    auto before = std::exchange(m_compiled, {});
    for (const auto& api : products.apis) {
        if (api.kind != config::ApiKind::Chain)
            continue;
        for (const auto& version : api.versions) {
            const auto& pinned = version.definition->chain;
            const auto* spec = pinned ? products.chainVersion(*pinned) : nullptr;
            PromptSpecs found;
            if (spec == nullptr || !findPrompts(*spec, products, found))
                continue;
            auto source = pinnedName(*pinned, spec->version) + sourceOf(*spec);
            for (const auto& [use, prompt] : found)
                source += use + sourceOf(*prompt);
            auto& compiled = m_compiled[source];
            if (!compiled) {
                const auto known = before.find(source);
                compiled =
                    known != before.end() ? known->second : compile(pinnedName(*pinned, spec->version), *spec, found);
            }
            table->emplace(&version, compiled);
        }
    }
    return table;
}

} // namespace gatehouse::pipeline
