// SPDX-License-Identifier: Apache-2.0
// Tensors in both forms. The first byte says where the JSON text ends. What is read can be written in the binary form,
// and read again it is the same.
#include "core/dialects/kserve/tensor_forms.h"
#include "core/dialects/kserve/tensor_reader.h"
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const std::size_t brace = input.text.rfind('}');
    const std::size_t json = input.choice % 2 == 0 || brace == std::string_view::npos ? input.text.size() : brace + 1;
    const auto side = input.choice < 128 ? kserve::Side::Request : kserve::Side::Answer;
    const auto view = kserve::viewInfer(input.text, json, side);
    if (!view)
        return 0;
    (void)kserve::toJson(*view, side);
    const auto binary = kserve::toBinary(*view, side);
    if (!binary)
        return 0;
    const auto again = kserve::viewInfer(binary->body, binary->jsonLength, side);
    promise(again.has_value() && again->tensors.size() == view->tensors.size());
    return 0;
}
