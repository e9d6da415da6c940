// SPDX-License-Identifier: Apache-2.0
// Server-sent events, fed by halves: the same frames, and together all bytes but those of the last, unfinished one.
#include "core/base/sse.h"
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

namespace {

std::string framesOf(std::string_view first, std::string_view second, std::size_t bound) {
    gatehouse::SseReader reader(bound);
    std::string out;
    for (const auto slice : {first, second}) {
        reader.feed(slice);
        while (const auto* frame = reader.next()) {
            if (frame->kind != gatehouse::SseKind::Event)
                continue;
            out.append(frame->type).append(1, '\x1f').append(frame->data).append(1, '\x1e');
        }
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const std::size_t cut = input.text.empty() ? 0 : (input.text.size() * 13 + input.choice) % input.text.size();
    constexpr std::size_t wide = std::size_t{1} << 20U;
    promise(framesOf(input.text, {}, wide) == framesOf(input.text.substr(0, cut), input.text.substr(cut), wide));
    (void)framesOf(input.text, {}, 16);
    return 0;
}
