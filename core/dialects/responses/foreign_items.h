// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/losses.h"
#include "core/dialects/request_scan.h"

#include <string_view>
#include <vector>

namespace gatehouse::dialects::responses {

// A request that passes as it is may hold thoughts that another vendor's model had in an earlier turn, wrapped by this
// gateway: the edits that leave those items out, each a loss. No edits where there are none, which is found quickly.
std::vector<Edit> foreignItemEdits(std::string_view body, Losses& losses);

} // namespace gatehouse::dialects::responses
