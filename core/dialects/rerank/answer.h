// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/rerank/model.h"
#include "core/dialects/tap.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects::rerank {

// Errors: Unavailable (upstream_invalid_answer).
Result<Answer> readAnswer(Operation operation, std::string_view body);

// The answer to "request" in its form: at most as many results as it asked for, the best first, with their documents
// where it wants them. Scores that are unbounded are brought to between 0 and 1 (their order stays) for forms that
// say scores are. Errors: Unavailable (upstream_invalid_answer) for a result that is none of the documents.
Result<std::string> writeAnswer(const Answer& answer, const Request& request);

// What it tells of the call: never fails.
AnswerFacts readFacts(Operation operation, std::string_view body);

} // namespace gatehouse::dialects::rerank
