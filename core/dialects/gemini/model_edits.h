// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/request_scan.h"

#include <string_view>
#include <vector>

namespace gatehouse::dialects::gemini {

// Some requests name the model of their address again in the body ("models/NAME"): for each element of a batch of
// embeddings, and in a whole request to count. What the client called it becomes the provider's name. The body has been
// read strictly before.
std::vector<Edit> modelEdits(std::string_view body, std::string_view providerModel);

} // namespace gatehouse::dialects::gemini
