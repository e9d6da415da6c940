// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_writer.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::openai {

// Chunks as OpenAI sends them: a role chunk, one per delta, a finish chunk for each choice, the usage when it was asked
// for, [DONE].
class ChatStreamWriter final : public StreamWriter {
public:
    explicit ChatStreamWriter(StreamWriterOptions options) : m_options(std::move(options)) {}
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    struct OpenPart {
        int choice = 0;
        PartContent content;    // as it began
        int index = 0;          // of a call among the choice's calls, of a thought among its thoughts
        std::int64_t start = 0; // of a text, in characters of the choice's text
        std::vector<Citation> citations;
        bool argued = false; // arguments of a call were sent
    };
    struct ChoiceState {
        bool roleSaid = false;
        int calls = 0;
        int thoughts = 0;
        std::int64_t characters = 0;
    };

    void on(const MessageStart& event, std::string& out);
    void on(const PartStart& event, std::string& out);
    void on(const TextDelta& event, std::string& out);
    void on(const ReasoningDelta& event, std::string& out);
    void on(const SignatureDelta& event, std::string& out);
    void on(const ArgumentsDelta& event, std::string& out);
    void on(const CitationDelta& event, std::string& out);
    void on(const PartStop& event, std::string& out);
    void on(const UsageEvent& event, std::string& out);
    void on(const StopEvent& event, std::string& out);
    void on(const StreamError& event, std::string& out);
    void on(const Ping& event, std::string& out);

    void sayArguments(OpenPart& part, std::string_view text, std::string& out);
    OpenPart* find(int part);
    void sayRole(int choice, std::string& out);
    // A chunk whose delta has the members that "fill" writes.
    template <typename Fill>
    void chunk(int choice, std::string& out, Fill fill);
    void head(json::Writer& json) const;

    StreamWriterOptions m_options;
    std::map<int, OpenPart> m_open;
    std::map<int, ChoiceState> m_choices;
    std::optional<Usage> m_usage;
};

} // namespace gatehouse::dialects::openai
