// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/tap.h"

#include "core/dialects/tap_anthropic.h"
#include "core/dialects/tap_media.h"
#include "core/dialects/tap_openai.h"

namespace gatehouse::dialects {

std::unique_ptr<StreamTap> makeStreamTap(Dialect dialect, Operation operation, bool hideUsage) {
    if (isMedia(operation))
        return std::make_unique<MediaTap>(operation);
    if (dialect == Dialect::Anthropic)
        return std::make_unique<AnthropicTap>();
    return std::make_unique<OpenAiTap>(hideUsage);
}

} // namespace gatehouse::dialects
