// SPDX-License-Identifier: Apache-2.0
// Frames of AWS's event streams, fed by halves: the same frames and the same fault.
#include "core/dialects/event_stream/frame_reader.h"
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

namespace {

std::string framesOf(std::string_view first, std::string_view second) {
    event_stream::FrameReader reader;
    std::string out;
    for (const auto slice : {first, second}) {
        reader.feed(slice);
        while (const auto* frame = reader.next())
            out.append(frame->raw).append(frame->eventType()).append(frame->payload);
    }
    return out + std::string(event_stream::describe(reader.fault()));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const std::size_t cut = input.text.empty() ? 0 : (input.text.size() * 13 + input.choice) % input.text.size();
    promise(framesOf(input.text, {}) == framesOf(input.text.substr(0, cut), input.text.substr(cut)));
    return 0;
}
