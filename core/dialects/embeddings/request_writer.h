// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/embeddings/model.h"
#include "core/dialects/losses.h"

#include <string>

namespace gatehouse::dialects::embeddings {

// The request as the provider's operation takes it; "model" is the provider's name by then. What would make another
// vector than the one asked for, or none, is refused: tokens or pictures where only text is taken, several inputs where
// one is, numbers of a precision that is not made there. Errors: Invalid (invalid_request, unsupported_input).
Result<std::string> writeRequest(const Request& request, Operation target, Losses& losses);

} // namespace gatehouse::dialects::embeddings
