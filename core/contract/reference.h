// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/type.h"

#include <string>

namespace gatehouse::contract {

// A Markdown section for each object of a description: a table of its fields with type, default and meaning.
std::string referenceOf(const ObjectDescription& description, Form form);

} // namespace gatehouse::contract
