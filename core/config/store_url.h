// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/resources.h"

#include <functional>
#include <optional>
#include <string>

namespace gatehouse::config {

// Looks up an environment variable.
using Environment = std::function<std::optional<std::string>(const std::string&)>;

// Where the store is, "env:NAME" followed: "sqlite:", "sqlite:/path", "postgres://…" or "postgresql://…". Errors:
// Invalid, code store_unsupported where the variable is not set or names a store that this version lacks; the
// variable's text is never repeated.
Result<std::string> storeUrl(const contract::StoreSpec& store, const Environment& environment);

} // namespace gatehouse::config
