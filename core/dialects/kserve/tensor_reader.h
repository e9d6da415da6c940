// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/kserve/data_type.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Bodies of KServe v2 inference, requests and answers: JSON, or JSON with the raw elements of tensors behind it (the
// "binary tensor data extension" of Triton and OpenVINO Model Server). Pure; the text must outlive what is read.
namespace gatehouse::dialects::kserve {

enum class Side { Request, Answer }; // "inputs" or "outputs"

// One tensor as it stands in a body, not converted.
struct TensorView {
    std::string name;
    std::string typeName;
    std::optional<DataType> type; // nothing: one that the protocol does not name
    std::vector<std::int64_t> shape;
    std::string_view parameters;         // the JSON object without binary_data_size; empty: none
    std::string_view json;               // the array "data"; empty: none
    std::optional<std::string_view> raw; // elements behind the JSON text
    std::size_t at = 0;                  // in its array
};

struct InferView {
    std::string id;
    std::string modelName;
    std::string modelVersion;
    std::string_view parameters; // the JSON object; empty: none
    std::string_view outputs;    // of a request: the JSON array of wanted ones; empty: none
    std::vector<TensorView> tensors;
};

// "jsonLength" bytes of the body are JSON, which walkStrictly() has taken; the rest are raw elements, which must be
// used up to the last byte. Holds numbers of elements against shapes, lengths against what is there. Errors: Invalid
// invalid_request with field, expected and found.
Result<InferView> viewInfer(std::string_view body, std::size_t jsonLength, Side side);

// The value of Inference-Header-Content-Length. Errors: Invalid invalid_request for anything but a number of bytes
// within the body.
Result<std::size_t> readHeaderLength(std::string_view value, std::size_t bodySize);

} // namespace gatehouse::dialects::kserve
