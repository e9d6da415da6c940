// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/outcome.h"
#include "core/admin/request.h"
#include "core/contract/prompt_specs.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <string_view>

// What the operations on prompts share.
namespace gatehouse::admin {

contract::PromptSpec promptIn(const boost::json::object& body); // stored: it was written by its description

// The prompt of the address's "id". NotFound, also for who may not see it; Forbidden for who may see it only.
Outcome<contract::PromptSpec> promptFor(AdminDependencies& with, const Request& request, std::string_view id,
                                        contract::Permission permission);

// "3", a label, or "" for the newest; null: there is none.
const contract::PromptVersionSpec* versionNamed(const contract::PromptSpec& prompt, std::string_view name);

} // namespace gatehouse::admin
