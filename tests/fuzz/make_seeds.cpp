// SPDX-License-Identifier: Apache-2.0
// make_seeds FOLDER: the inputs that the fuzzers begin with, one conversation in the words of each dialect. They are
// made and not kept, so that they follow the codecs.
#include "tests/fuzz/fuzz_support.h"

#include <filesystem>
#include <fstream>

using namespace fuzz;

namespace {

void keep(const std::filesystem::path& folder, std::size_t choice, std::string_view text) {
    std::filesystem::create_directories(folder);
    std::ofstream file(folder / ("seed-" + std::to_string(choice)), std::ios::binary);
    file.put(static_cast<char>(choice));
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
}

std::vector<StreamEvent> conversation() {
    return {MessageStart{"msg_1", "model", 1'700'000'000, Usage{.input = 40, .output = 1}},
            PartStart{0, 0, ReasoningPart{.text = {}, .signature = {}, .encrypted = {}, .id = "rs_1", .format = {}}},
            ReasoningDelta{0, "A gate, so a hinge."},
            SignatureDelta{0, "c2lnbmVk"},
            PartStop{0},
            PartStart{1, 0, TextPart{}},
            TextDelta{1, "It opens \xC3\xA4 bit."},
            PartStop{1},
            PartStart{2, 0, ToolUsePart{"call_1", "open_gate", "", ToolInput::Object, {}}},
            ArgumentsDelta{2, "{\"wide\":"},
            ArgumentsDelta{2, "true}"},
            PartStop{2},
            StopEvent{0, StopReason::ToolUse, {}, {}},
            UsageEvent{Usage{.input = 40, .cachedInput = 10, .output = 20, .reasoning = 5}}};
}

ChatAnswer answer() {
    ChatAnswer made;
    made.id = "msg_1";
    made.model = "model";
    made.created = 1'700'000'000;
    AnswerChoice choice;
    for (auto content : {PartContent(TextPart{"It opens.", {}}),
                         PartContent(ToolUsePart{"call_1", "open_gate", "{\"wide\":true}", ToolInput::Object, {}})}) {
        Part part;
        part.content = std::move(content);
        choice.parts.push_back(std::move(part));
    }
    choice.stop = StopReason::ToolUse;
    made.choices.push_back(std::move(choice));
    made.usage = Usage{.input = 40, .output = 20};
    return made;
}

Message message(Role role, PartContent content) {
    Message made;
    made.role = role;
    Part part;
    part.content = std::move(content);
    made.parts.push_back(std::move(part));
    return made;
}

ChatRequest request(Dialect dialect) {
    ChatRequest made;
    made.dialect = dialect;
    made.model = "model";
    made.maxOutputTokens = "64";
    made.sampling.temperature = "0.7";
    made.stopSequences = {"END"};
    made.messages = {message(Role::System, TextPart{"Answer shortly.", {}}),
                     message(Role::User, TextPart{"Who opens the gate?", {}}),
                     message(Role::Assistant, answer().choices[0].parts[1].content)};
    ToolResultPart result;
    result.id = "call_1";
    result.name = "open_gate";
    Part text;
    text.content = TextPart{"It is open.", {}};
    result.parts.push_back(std::move(text));
    made.messages.push_back(message(Role::Tool, std::move(result)));
    Tool tool;
    tool.name = "open_gate";
    tool.schema = "{\"type\":\"object\",\"properties\":{\"wide\":{\"type\":\"boolean\"}}}";
    made.tools.push_back(std::move(tool));
    return made;
}

std::string streamOf(Dialect dialect) {
    const auto writer = codecFor(dialect).streamWriter({});
    std::string out;
    for (const auto& event : conversation())
        writer->write(event, out);
    writer->finish(out);
    return out;
}

} // namespace

int main(int count, char** words) {
    if (count != 2)
        return 2;
    const std::filesystem::path root(words[1]);
    for (std::size_t i = 0; i < chatDialects.size(); ++i) {
        Losses losses;
        const auto dialect = chatDialects[i];
        const auto stream = streamOf(dialect);
        for (const auto* name : {"fuzz_stream", "fuzz_tap", "fuzz_sse", "fuzz_event_stream"})
            keep(root / name, i, stream);
        keep(root / "fuzz_answer", i, codecFor(dialect).writeAnswer(answer(), losses));
        if (const auto body = codecFor(dialect).writeRequest(request(dialect), dialect, losses))
            keep(root / "fuzz_request", i, *body);
    }
    constexpr std::string_view tensors =
        "{\"id\":\"1\",\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1.5,2]},"
        "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"INT32\",\"parameters\":{\"binary_data_size\":4}}]}";
    keep(root / "fuzz_kserve", 0,
         "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1.5,2]}]}");
    keep(root / "fuzz_kserve", 1, std::string(tensors) + std::string("\1\0\0\0", 4));
    return 0;
}
