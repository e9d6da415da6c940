// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"

#include "core/dialects/anthropic/messages_codec.h"
#include "core/dialects/openai/chat_codec.h"

namespace gatehouse::dialects {

const Codec& codecFor(Dialect dialect) {
    static const openai::ChatCodec chat;
    static const anthropic::MessagesCodec messages;
    switch (dialect) {
    case Dialect::OpenAi:
        return chat;
    case Dialect::Anthropic:
        break;
    }
    return messages;
}

} // namespace gatehouse::dialects
