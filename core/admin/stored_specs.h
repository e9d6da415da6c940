// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <optional>
#include <string_view>

namespace gatehouse::admin {

// A stored body as a plain value: it was written by bodyOf(), so that nothing can be wrong with it.
template <typename Spec>
Spec specOf(const boost::json::object& body) {
    Spec spec;
    (void)contract::readInto(spec, boost::json::value(body), contract::Form::Api);
    return spec;
}

// The object that stands under this id; none where there is none.
template <typename Spec>
std::optional<Spec> standingSpec(const config::Objects& objects, config::Kind kind, std::string_view id) {
    const auto* object = config::findObject(objects, kind, id);
    return object != nullptr ? std::optional(specOf<Spec>(object->body)) : std::nullopt;
}

// organisation.self_approval: whether nobody may decide on what he asked for himself.
inline bool forbidsSelfApproval(const config::Objects& objects) {
    const auto organisation =
        standingSpec<contract::OrganisationSpec>(objects, config::Kind::Organisation, "organisation");
    return organisation.value_or(contract::OrganisationSpec()).selfApproval != "allow";
}

} // namespace gatehouse::admin
