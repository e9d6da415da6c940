// SPDX-License-Identifier: Apache-2.0
// A whole answer of a provider: what is read must be taken by every writer, and each of them writes an answer that its
// own reader takes.
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const auto answer = codecFor(chosen(chatDialects, input.choice)).readAnswer(input.text);
    if (!answer)
        return 0;
    for (const auto client : chatDialects) {
        Losses losses;
        const auto written = codecFor(client).writeAnswer(*answer, losses);
        promise(codecFor(client).readAnswer(written).has_value());
    }
    return 0;
}
