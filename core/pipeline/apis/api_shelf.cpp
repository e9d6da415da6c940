// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/api_shelf.h"

#include "core/contract/product_descriptions.h"

#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::pipeline {
namespace {

std::string sourceOf(const contract::PromptVersionSpec& spec) {
    return boost::json::serialize(contract::writeObject(&spec, contract::descriptionOf<contract::PromptVersionSpec>(),
                                                        contract::Form::Api, contract::Writing::Full));
}

std::vector<double> sharesOf(const contract::ApiExperimentSpec& experiment) {
    std::vector<double> shares;
    double sum = 0;
    for (const auto& arm : experiment.arms) {
        const double share = experiment.method == "split" ? std::strtod(arm.percent.c_str(), nullptr) : 1;
        shares.push_back(share);
        sum += share;
    }
    for (auto& share : shares)
        share = sum > 0 ? share / sum : 1 / static_cast<double>(shares.size());
    return shares;
}

} // namespace

ApiShelf::ApiShelf(apis::ExperimentBoard& experiments)
    : m_experiments(experiments), m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

const ShelvedApi* ApiShelf::find(const config::Snapshot& snapshot, const config::ApiVersion& version) {
    const auto& table = m_tables.find(snapshot);
    const auto found = table.find(&version);
    return found == table.end() || found->second.prompts.empty() ? nullptr : &found->second;
}

std::shared_ptr<const ApiShelf::Table> ApiShelf::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    auto table = std::make_shared<Table>();
    const auto& products = config::productsOf(snapshot);
    m_before = std::exchange(m_compiled, {});
    for (const auto& api : products.apis) {
        if (api.kind != config::ApiKind::Prompt)
            continue;
        for (const auto& version : api.versions) {
            if (version.state != config::ApiState::Retired)
                table->emplace(&version, shelve(products, api, version));
        }
    }
    m_before.clear();
    return table;
}

ShelvedApi ApiShelf::shelve(const config::Products& products, const config::Api& api,
                            const config::ApiVersion& version) {
    ShelvedApi shelved;
    const auto& definition = *version.definition;
    if (!definition.experiment) {
        if (definition.prompt)
            (void)add(shelved, products, *definition.prompt);
        return shelved;
    }
    std::vector<std::string> names;
    for (const auto& arm : definition.experiment->arms) {
        if (!add(shelved, products, arm.prompt))
            return {}; // an arm that cannot be asked would make the comparison a lie
        names.push_back(shelved.prompts.back().name);
    }
    shelved.experiment = m_experiments.meter(api.id + "/" + version.name, names, sharesOf(*definition.experiment));
    return shelved;
}

bool ApiShelf::add(ShelvedApi& to, const config::Products& products, const std::string& pinned) {
    const auto* spec = products.promptVersion(pinned);
    if (spec == nullptr)
        return false;
    const auto name = pinned.substr(0, pinned.find('@')) + "@" + std::to_string(spec->version);
    auto& known = m_compiled[name];
    if (!known.prompt) {
        auto source = sourceOf(*spec);
        const auto before = m_before.find(name);
        if (before != m_before.end() && before->second.source == source) {
            known = before->second;
        } else {
            auto compiled = prompts::Prompt::compile(*spec);
            known = {std::move(source), compiled ? *compiled : nullptr};
        }
    }
    if (!known.prompt)
        return false;
    to.prompts.push_back({name, known.prompt});
    return true;
}

} // namespace gatehouse::pipeline
