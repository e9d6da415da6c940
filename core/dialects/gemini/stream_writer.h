// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_writer.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::dialects::gemini {

// Writes events, or the array where the client asked without "alt=sse". A call comes whole, when its arguments are
// complete; the finish reason stands in the last chunk, with the usage.
class GenerateStreamWriter final : public StreamWriter {
public:
    explicit GenerateStreamWriter(StreamWriterOptions options) : m_options(std::move(options)) {}

    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    struct OpenPart {
        int choice = 0;
        PartContent content; // of a call with the arguments so far
        std::string signature;
        std::size_t bytes = 0;           // of its text
        bool ascii = true;               // so far
        std::vector<Citation> citations; // written when the part ends
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

    OpenPart* find(int part);
    void emit(std::string_view data, std::string& out);
    template <typename Fill>
    void chunk(int choice, std::string& out, Fill fill);
    void tail(json::Writer& json) const;
    void closeThought(OpenPart& part, std::string& out);
    void closeText(const OpenPart& part, std::string& out);

    StreamWriterOptions m_options;
    std::map<int, OpenPart> m_open;
    std::vector<StopEvent> m_stops;
    std::optional<Usage> m_usage;
    bool m_begun = false; // of the array
};

} // namespace gatehouse::dialects::gemini
