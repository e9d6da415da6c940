// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::dialects {

// Is this the name of a top-level field that makes a provider choose among other models than "model" says? OpenRouter's
// "models", and what other gateways call their lists of fallbacks.
bool namesOtherModels(std::string_view name);

} // namespace gatehouse::dialects
