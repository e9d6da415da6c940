// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_writer.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::cohere {

// Events as Cohere's Chat API, version 2, sends them. Why it stopped and what it used are said in one event, which
// comes when both are known: at the end.
class ChatStreamWriter final : public StreamWriter {
public:
    explicit ChatStreamWriter(StreamWriterOptions options) : m_options(std::move(options)) {}
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    enum class Kind { None, Text, Thought, Call };
    struct OpenPart {
        Kind kind = Kind::None;
        int index = 0;          // among contents or among calls
        std::int64_t begin = 0; // of a text, in characters of all text
        bool argued = false;
        bool custom = false;
        std::string held; // free text of a custom tool
    };

    void on(const MessageStart& event, std::string& out);
    void on(const PartStart& event, std::string& out);
    void on(const TextDelta& event, std::string& out);
    void on(const ReasoningDelta& event, std::string& out);
    void on(const SignatureDelta& /*event*/, std::string& /*out*/) {}
    void on(const ArgumentsDelta& event, std::string& out);
    void on(const CitationDelta& event, std::string& out);
    void on(const PartStop& event, std::string& out);
    void on(const UsageEvent& event, std::string& /*out*/) { m_usage = event.usage; }
    void on(const StopEvent& event, std::string& /*out*/);
    void on(const StreamError& event, std::string& out);
    void on(const Ping& /*event*/, std::string& out);

    OpenPart* find(int part);
    void sayStart(std::string& out);
    void startContent(const OpenPart& part, std::string& out);
    void sayContent(const OpenPart& part, std::string_view member, std::string_view text, std::string& out);
    void sayArguments(OpenPart& part, std::string_view text, std::string& out);
    void sayEnd(std::string_view type, int index, std::string& out);
    // An event whose "delta.message" has the members that "fill" writes.
    template <typename Fill>
    void event(std::string_view type, int index, std::string& out, Fill fill);

    StreamWriterOptions m_options;
    std::map<int, OpenPart> m_open;
    int m_contents = 0;
    int m_calls = 0;
    int m_citations = 0;
    std::int64_t m_characters = 0; // of all text
    StopReason m_stop = StopReason::None;
    std::optional<Usage> m_usage;
    bool m_started = false;
};

} // namespace gatehouse::dialects::cohere
