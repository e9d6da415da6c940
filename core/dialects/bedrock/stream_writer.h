// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_writer.h"
#include "core/dialects/serial_block_writer.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects::bedrock {

// Events of ConverseStream, one binary frame each, in the service's order: messageStart, blocks one behind another,
// messageStop, metadata. What belongs to a later part waits until the block before has ended; a call that was never
// closed ends with its last brace. Only blocks of tools get a contentBlockStart.
class ConverseStreamWriter final : public SerialBlockWriter {
public:
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

    void startMessage(std::string& out);
    void openBlock(Pending& pending, std::string& out) override;
    void closeBlock(Pending& pending, std::string& out) override;
    void writeDelta(Pending& pending, const StreamEvent& event, std::string& out) override;
    void writeArguments(Pending& pending, std::string_view text, std::string& out);
    void writeSignature(Pending& pending, std::string_view signature, std::string& out);
    template <typename Fill>
    void delta(Pending& pending, std::string& out, Fill fill);

    std::string m_data; // of the event at hand
    int m_nextBlock = 0;
    std::optional<Usage> m_usage;
    std::optional<StopEvent> m_stop;
    bool m_started = false;
};

} // namespace gatehouse::dialects::bedrock
