// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/crossing.h"

// Calls to rank documents from one operation to another: see dialects/crossing.h.
namespace gatehouse::dialects::rerank {

Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses);
Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body);

} // namespace gatehouse::dialects::rerank
