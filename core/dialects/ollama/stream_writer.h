// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/ollama/answer.h"

#include <map>
#include <optional>
#include <string>

namespace gatehouse::dialects::ollama {

// Lines as /api/chat or /api/generate sends them. A call is one line, so that its arguments are held until it is
// complete; why it stopped and the counts stand in the last line.
class LinesStreamWriter final : public StreamWriter {
public:
    LinesStreamWriter(StreamWriterOptions options, Form form) : m_options(std::move(options)), m_form(form) {}
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    void on(const MessageStart& event, std::string& /*out*/);
    void on(const PartStart& event, std::string& /*out*/);
    void on(const TextDelta& event, std::string& out);
    void on(const ReasoningDelta& event, std::string& out);
    void on(const SignatureDelta& /*event*/, std::string& /*out*/) {}
    void on(const ArgumentsDelta& event, std::string& /*out*/);
    void on(const CitationDelta& /*event*/, std::string& /*out*/) {}
    void on(const PartStop& event, std::string& out);
    void on(const UsageEvent& event, std::string& /*out*/) { m_usage = event.usage; }
    void on(const StopEvent& event, std::string& /*out*/);
    void on(const StreamError& event, std::string& out);
    void on(const Ping& /*event*/, std::string& /*out*/) {} // this dialect has nothing that says nothing

    // A line whose message has the text and what "fill" writes.
    template <typename Fill>
    void line(std::string_view text, std::string& out, Fill fill);

    StreamWriterOptions m_options;
    Form m_form;
    std::map<int, ToolUsePart> m_open; // calls, with the arguments so far
    std::map<int, int> m_choices;      // of other parts
    int m_calls = 0;
    StopReason m_stop = StopReason::None;
    std::optional<Usage> m_usage;
};

} // namespace gatehouse::dialects::ollama
