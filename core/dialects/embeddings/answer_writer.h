// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/embeddings/model.h"

#include <string>

namespace gatehouse::dialects::embeddings {

// The answer to "request" in its own dialect. "request.model" is the name that the client asked for. Numbers stay as
// the provider wrote them; floats become base64, or numbers again, where the client wants the other form.
// Errors: Unavailable (upstream_invalid_answer) for vectors that are none, or too few.
Result<std::string> writeAnswer(const Answer& answer, const Request& request);

} // namespace gatehouse::dialects::embeddings
