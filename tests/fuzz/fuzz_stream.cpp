// SPDX-License-Identifier: Apache-2.0
// The stream of a provider, read whole and in two pieces cut anywhere: the events must be the same, and every writer
// must take them.
#include "tests/fuzz/fuzz_support.h"

using namespace fuzz;

namespace {

struct Read {
    std::vector<StreamEvent> events;
    StreamEnd end = StreamEnd::Cut;
};

Read readIn(Dialect dialect, std::string_view first, std::string_view second) {
    Read read;
    const auto reader = codecFor(dialect).streamReader();
    reader->feed(first, read.events);
    reader->feed(second, read.events);
    read.end = reader->finish(read.events);
    return read;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const auto dialect = chosen(chatDialects, input.choice);
    const auto whole = readIn(dialect, input.text, {});
    const std::size_t cut = input.text.empty() ? 0 : (input.text.size() * 31 + input.choice) % input.text.size();
    const auto pieces = readIn(dialect, input.text.substr(0, cut), input.text.substr(cut));
    promise(whole.events == pieces.events && whole.end == pieces.end);
    for (const auto client : chatDialects) {
        const auto writer = codecFor(client).streamWriter({});
        std::string out;
        for (const auto& event : whole.events)
            writer->write(event, out);
        if (whole.end == StreamEnd::Whole)
            writer->finish(out);
    }
    return 0;
}
