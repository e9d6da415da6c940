// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/request_scan.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects::kserve {

// The facts of an inference request, JSON or binary, held against the protocol: what a server refuses anyway is refused
// here. "headerLength" is the value of Inference-Header-Content-Length; nothing: the body is JSON alone. A length of 0
// means that there is no JSON at all, only the elements of the model's one input, which nobody but the server can
// check. Errors: those of scanRequest() and viewInfer().
Result<RequestFacts> scanInfer(std::string_view body, std::optional<std::string_view> headerLength,
                               const ScanLimits& limits, const RequestAddress& address);

} // namespace gatehouse::dialects::kserve
