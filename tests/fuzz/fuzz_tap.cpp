// SPDX-License-Identifier: Apache-2.0
// The taps beside a stream that passes: cut anywhere they forward the same bytes and learn the same.
#include "tests/fuzz/fuzz_support.h"

#include "core/dialects/tap.h"

using namespace fuzz;

namespace {

constexpr std::array operations{Operation::ChatCompletions, Operation::Responses,  Operation::Messages,
                                Operation::GenerateContent, Operation::Converse,   Operation::Invoke,
                                Operation::RawPredict,      Operation::CohereChat, Operation::OllamaChat,
                                Operation::Speech};

struct Passed {
    std::string out;
    StreamEnd end = StreamEnd::Cut;
    StopReason stop = StopReason::None;
    std::size_t textBytes = 0;
};

Passed pass(Operation operation, std::string_view first, std::string_view second) {
    Passed passed;
    const auto tap = makeStreamTap(dialectOf(operation), operation, false);
    tap->feed(first, passed.out);
    tap->feed(second, passed.out);
    passed.end = tap->finish(passed.out);
    passed.stop = tap->facts().stop;
    passed.textBytes = tap->facts().textBytes;
    return passed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto input = inputOf(data, size);
    const auto operation = chosen(operations, input.choice);
    const auto whole = pass(operation, input.text, {});
    const std::size_t cut = input.text.empty() ? 0 : (input.text.size() * 17 + input.choice) % input.text.size();
    const auto pieces = pass(operation, input.text.substr(0, cut), input.text.substr(cut));
    promise(whole.out == pieces.out && whole.end == pieces.end && whole.stop == pieces.stop &&
            whole.textBytes == pieces.textBytes);
    promise(whole.end == StreamEnd::Cut || whole.out == input.text);
    return 0;
}
