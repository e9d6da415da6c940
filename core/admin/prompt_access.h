// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/versioned.h"

// What the operations on prompts share.
namespace gatehouse::admin {

inline Outcome<contract::PromptSpec> promptFor(AdminDependencies& with, const Request& request, std::string_view id,
                                               contract::Permission permission) {
    return versionedFor<contract::PromptSpec>(with, request, id, permission);
}

} // namespace gatehouse::admin
