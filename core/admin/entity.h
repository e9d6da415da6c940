// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/answer.h"
#include "core/admin/request.h"
#include "core/contract/kind.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// 200 with the JSON text and its entity tag, or 304 where If-None-Match names that tag.
Answer taggedAnswer(const Request& request, std::string jsonText);

// 404 for an id of that kind.
Answer noSuchObject(contract::Kind kind, std::string_view id);
// 404 for anything else.
Answer notFoundAnswer(std::string field, std::string expected, std::string_view found);

// What the operator should know of a change that was made, as "Gatehouse-Warning" fields (ASCII, one a warning).
Answer withWarnings(Answer answer, const std::vector<std::string>& warnings);

} // namespace gatehouse::admin
