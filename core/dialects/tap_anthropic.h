// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/anthropic_facts.h"
#include "core/dialects/sse_tap.h"

#include <string_view>

namespace gatehouse::dialects {

// Messages.
class AnthropicTap final : public SseTap {
private:
    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override;

    AnthropicFacts m_events;
};

} // namespace gatehouse::dialects
