// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

namespace gatehouse::dialects {

// Bodies, stop words and errors are those of Anthropic's Messages, whatever the envelope.
constexpr bool isAnthropicFamily(Dialect dialect) {
    return dialect == Dialect::Anthropic || dialect == Dialect::VertexAnthropic || dialect == Dialect::BedrockInvoke;
}

} // namespace gatehouse::dialects
