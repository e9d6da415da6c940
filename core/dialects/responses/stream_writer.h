// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/responses/envelope.h"
#include "core/dialects/responses/output_items.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::responses {

// Events as OpenAI sends them, numbered from 0. The dialect's last event repeats the whole answer, so this writer,
// alone among all, holds what it has written.
class ResponseStreamWriter final : public StreamWriter {
public:
    explicit ResponseStreamWriter(StreamWriterOptions options);
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    // Where a part of the model stands: the item, and within a message its content.
    struct Place {
        std::size_t item = 0;
        std::size_t content = 0;
        PartContent begun;   // as it began, without text
        bool held = false;   // free text of a call: known when the call has ended
        bool worded = false; // a thought whose words have begun, a call whose arguments have
        std::string signature;
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

    void begin(std::string& out);
    void startText(Place& place, bool refusal, std::string& out);
    void startThought(Place& place, const ReasoningPart& reasoning, std::string& out);
    void startCall(Place& place, const ToolUsePart& use, std::string& out);
    void carrySignature(std::string_view callId, std::string_view signature, std::string& out);
    void addWords(Place& place, std::string_view text, std::string& out);
    void addArguments(Place& place, std::string_view text, std::string& out);
    void stopText(const Place& place, std::string& out);
    void stopThought(Place& place, const ReasoningPart& reasoning, std::string& out);
    void stopCall(Place& place, const ToolUsePart& use, std::string& out);

    std::size_t addItem(OutputKind kind, std::string id, std::string& out);
    void announce(std::size_t item, std::string& out);
    void endItem(std::size_t item, std::string& out);
    void endMessage(std::string& out); // the open one, if its parts have all ended
    void endThought(std::string& out); // the one that waits for what it sums up
    Place* find(int part);

    template <typename Fill>
    void event(std::string_view type, std::string& out, Fill fill);
    template <typename Fill>
    void itemEvent(std::string_view type, std::size_t item, std::string& out, Fill fill);
    void envelopeEvent(std::string_view type, const Ending& ending, bool items, std::string& out);

    StreamWriterOptions m_options;
    AskedFor m_asked;
    Envelope m_envelope;
    std::vector<OutputItem> m_items;
    std::vector<bool> m_ended; // by item
    std::map<int, Place> m_places;
    std::optional<std::size_t> m_message; // the open message
    int m_openTexts = 0;                  // of its parts
    std::optional<std::size_t> m_thought; // words have ended, the item has not
    ReasoningPart m_thoughtBegun;
    StopEvent m_stop;
    std::int64_t m_sequence = 0;
    bool m_begun = false;
    bool m_failed = false;
    std::string m_data; // of the event at hand; kept for its memory
};

} // namespace gatehouse::dialects::responses
