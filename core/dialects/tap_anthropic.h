// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/anthropic_reading.h"
#include "core/dialects/sse_tap.h"

#include <string_view>

namespace gatehouse::dialects {

// Messages.
class AnthropicTap final : public SseTap {
private:
    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;
    void startAnew();

    bool m_stopped = false; // message_stop
    AnthropicUsage m_usage;
    AnthropicReading m_reading; // of the event at hand
};

} // namespace gatehouse::dialects
