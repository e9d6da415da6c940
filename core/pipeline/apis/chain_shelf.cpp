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

} // namespace

chains::ReadyChainPtr ChainShelf::find(const config::Snapshot& snapshot, const config::ApiVersion& version) {
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
            if (spec == nullptr)
                continue;
            const auto found =
                chains::promptsOf(*spec, [&products](std::string_view use) { return products.promptVersion(use); });
            if (!found)
                continue;
            const auto name = chains::pinnedName(*pinned, spec->version);
            auto source = name + sourceOf(*spec);
            for (const auto& [use, prompt] : *found)
                source += use + sourceOf(*prompt);
            auto& compiled = m_compiled[source];
            if (!compiled) {
                const auto known = before.find(source);
                compiled =
                    known != before.end() ? known->second : chains::makeReady(name, *spec, *found).value_or(nullptr);
            }
            table->emplace(&version, compiled);
        }
    }
    return table;
}

} // namespace gatehouse::pipeline
