// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/embeddings/model.h"
#include "core/dialects/tap.h"

#include <string_view>

namespace gatehouse::dialects::embeddings {

// A provider's whole answer. Vectors are views of the body and are looked at only when they are written. The precision
// is what the dialect says; where it does not, floats. Errors: Unavailable (upstream_invalid_answer).
Result<Answer> readAnswer(Operation operation, std::string_view body);

// What it tells of the call: never fails.
AnswerFacts readFacts(Operation operation, std::string_view body);

} // namespace gatehouse::dialects::embeddings
