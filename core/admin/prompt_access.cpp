// SPDX-License-Identifier: Apache-2.0
#include "core/admin/prompt_access.h"

#include "core/admin/control_service.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <optional>

namespace gatehouse::admin {

contract::PromptSpec promptIn(const boost::json::object& body) {
    contract::PromptSpec spec;
    (void)contract::readInto(spec, boost::json::value(body), contract::Form::Api);
    return spec;
}

Outcome<contract::PromptSpec> promptFor(AdminDependencies& with, const Request& request, std::string_view id,
                                        contract::Permission permission) {
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, config::Kind::Prompt, id);
    auto prompt = object == nullptr ? std::optional<contract::PromptSpec>() : promptIn(object->body);
    const auto team = prompt && prompt->team ? std::string_view(*prompt->team) : std::string_view();
    if (!prompt || !request.caller.may(contract::Permission::ViewPrompts, team))
        return refused(ErrorKind::NotFound, "not_found", "There is no prompt with this id.");
    if (!request.caller.may(permission, team))
        return refused(ErrorKind::Forbidden, "forbidden", "Your roles do not let you do this with this prompt.");
    return std::move(*prompt);
}

const contract::PromptVersionSpec* versionNamed(const contract::PromptSpec& prompt, std::string_view name) {
    if (name.empty())
        return prompt.versions.empty() ? nullptr : &prompt.versions.back();
    auto number = parseUnsigned(name);
    for (const auto& label : prompt.labels) {
        if (label.name == name)
            number = label.version;
    }
    for (const auto& version : prompt.versions) {
        if (number && version.version == *number)
            return &version;
    }
    return nullptr;
}

} // namespace gatehouse::admin
