// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/translation.h"

#include <string_view>

namespace gatehouse::dialects::bedrock {

// How Converse names what dialects name differently.
std::string_view fieldName(Field field);

} // namespace gatehouse::dialects::bedrock
