// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/control_service.h"
#include "core/admin/outcome.h"
#include "core/admin/request.h"
#include "core/admin/stored_specs.h"
#include "core/base/text.h"
#include "core/contract/chain_specs.h"
#include "core/contract/prompt_specs.h"

#include <string>
#include <string_view>

// Products in versions that never change, with labels that point to them: prompts and chains.
namespace gatehouse::admin {

template <typename Spec>
struct Versioned;

template <>
struct Versioned<contract::PromptSpec> {
    using Version = contract::PromptVersionSpec;
    static constexpr auto kind = config::Kind::Prompt;
    static constexpr std::string_view noun = "prompt";
    static constexpr std::string_view schema = "Prompt";
};

template <>
struct Versioned<contract::ChainSpec> {
    using Version = contract::ChainVersionSpec;
    static constexpr auto kind = config::Kind::Chain;
    static constexpr std::string_view noun = "chain";
    static constexpr std::string_view schema = "Chain";
};

// The product of that id. NotFound, also for who may not see it; Forbidden for who may see it only.
template <typename Spec>
Outcome<Spec> versionedFor(AdminDependencies& with, const Request& request, std::string_view id,
                           contract::Permission permission) {
    using It = Versioned<Spec>;
    const std::string noun(It::noun);
    const auto standing = with.control.configuration();
    auto spec = standingSpec<Spec>(standing->objects, It::kind, id);
    const std::string team = spec ? spec->team.value_or("") : std::string();
    if (!spec || !request.caller.may(contract::Permission::ViewPrompts, team))
        return refused(ErrorKind::NotFound, "not_found", "There is no " + noun + " with this id.");
    if (!request.caller.may(permission, team))
        return refused(ErrorKind::Forbidden, "forbidden", "Your roles do not let you do this with this " + noun + ".");
    return std::move(*spec);
}

// "3", a label, or "" for the newest; null: there is none.
template <typename Spec>
const typename Versioned<Spec>::Version* versionNamed(const Spec& spec, std::string_view name) {
    if (name.empty())
        return spec.versions.empty() ? nullptr : &spec.versions.back();
    auto number = parseUnsigned(name);
    for (const auto& label : spec.labels) {
        if (label.name == name)
            number = label.version;
    }
    for (const auto& version : spec.versions) {
        if (number && version.version == *number)
            return &version;
    }
    return nullptr;
}

} // namespace gatehouse::admin
