// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::cohere {

// {"id":…, "message":…} (docs.cohere.com, "Errors").
std::string errorBody(const Error& error, std::string_view requestId);
// A message-end whose delta tells the error.
std::string errorEvent(const Error& error);

} // namespace gatehouse::dialects::cohere
