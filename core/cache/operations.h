// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

#include <optional>
#include <string_view>

namespace gatehouse::cache {

// The operations whose answers can be given again, each by a name that stays the same over versions. Empty: it is none
// of them.
std::string_view nameOf(dialects::Operation operation);
std::optional<dialects::Operation> operationNamed(std::string_view name);

} // namespace gatehouse::cache
