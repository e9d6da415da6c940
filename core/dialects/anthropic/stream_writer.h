// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_writer.h"
#include "core/dialects/serial_block_writer.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::anthropic {

// Events of Messages in their legal order. Blocks follow one another here, parts may be open together: what belongs to
// a later one waits until the block before has ended. A call that was never closed ends with its last brace, so that
// calls in a row come without delay.
class MessageStreamWriter final : public SerialBlockWriter {
public:
    explicit MessageStreamWriter(StreamWriterOptions options) : m_options(std::move(options)) {}
    void write(const StreamEvent& event, std::string& out) override;
    void finish(std::string& out) override;

private:
    void on(const MessageStart& event, std::string& out);
    void on(const PartStart& event, std::string& out);
    void on(const PartStop& event, std::string& out);
    void on(const UsageEvent& event, std::string& out);
    void on(const StopEvent& event, std::string& out);
    void on(const StreamError& event, std::string& out);
    void on(const Ping& event, std::string& out);
    template <typename Delta>
    void on(const Delta& event, std::string& out) {
        addDelta(event.part, event, out);
    }

    void startMessage(const MessageStart& event, std::string& out);
    void openBlock(Pending& pending, std::string& out) override;
    void closeBlock(Pending& pending, std::string& out) override;
    void writeDelta(Pending& pending, const StreamEvent& event, std::string& out) override;
    void writeArguments(Pending& pending, std::string_view text, std::string& out);
    void writeSignature(Pending& pending, std::string_view signature, std::string& out);
    template <typename Fill>
    void delta(std::string& out, Fill fill);

    StreamWriterOptions m_options;
    int m_nextBlock = 0;
    std::optional<Usage> m_usage;
    std::optional<StopEvent> m_stop;
    bool m_started = false;
};

} // namespace gatehouse::dialects::anthropic
