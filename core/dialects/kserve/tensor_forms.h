// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/kserve/tensor_reader.h"

#include <cstddef>
#include <string>

// The two forms of a KServe v2 body, each made from the other: all tensors in JSON, or all behind it as raw elements.
// Numbers keep their value to the last bit. Pure.
namespace gatehouse::dialects::kserve {

struct BinaryBody {
    std::string body;
    std::size_t jsonLength = 0; // what Inference-Header-Content-Length says
};

// Errors: Invalid unsupported_datatype for FP16, BF16 and types that the protocol does not name, and for texts that are
// not UTF-8: JSON has no form for them.
Result<std::string> toJson(const InferView& message, Side side);
// Errors: Invalid invalid_request for a number that the type cannot hold; unsupported_datatype for a type that the
// protocol does not name.
Result<BinaryBody> toBinary(const InferView& message, Side side);

} // namespace gatehouse::dialects::kserve
