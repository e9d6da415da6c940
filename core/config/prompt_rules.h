// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/contract/fault.h"
#include "core/contract/prompt_specs.h"

#include <boost/json/object.hpp>

namespace gatehouse::config {

// What only the compiler of prompts can say: templates, variables and schemas of the versions that do not stand yet
// ("standing" is the body before; null: none), and the checks of all tests. Pure.
contract::Faults checkPromptParts(const contract::PromptSpec& prompt, const boost::json::object* standing,
                                  const contract::Path& path);

// A label that an API or a chain names does not vanish: it can be moved. "next" is the body of a prompt or a chain as
// it shall be, "standing" the object as it is; null: it is new.
contract::Faults checkLabelsStay(Kind kind, const boost::json::value& next, const StoredObject* standing,
                                 const Objects& objects, const contract::Path& path);

} // namespace gatehouse::config
