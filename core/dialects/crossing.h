// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/codec.h"
#include "core/dialects/dialect.h"
#include "core/dialects/losses.h"
#include "core/dialects/request_scan.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::dialects {
class Mapping;
} // namespace gatehouse::dialects

// From one operation to another of the same capability and back: what the pipeline asks for, whatever is behind it.
// Chats go through the neutral conversation (codec.h); what is asked and answered whole has models of its own. Pure.
namespace gatehouse::dialects {

// Whether a call of one operation can be served by another.
bool canCross(Operation client, Operation provider);

struct CrossingWish {
    Operation client = Operation::ChatCompletions;
    Operation provider = Operation::ChatCompletions;
    std::string_view providerModel;              // its name there
    const RequestFacts* facts = nullptr;         // of the request: model and stream may stand in the address instead
    std::string_view begun = {};                 // of a chat: words of the answer, from which it shall go on
    std::string_view betas = {};                 // of Anthropic's header anthropic-beta
    std::shared_ptr<const Mapping> mapping = {}; // of a provider without a dialect (Operation::MappedChat)
};
// The body in the provider's dialect. Errors: Invalid, for what the client wrote or the target cannot be asked for.
Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses);

struct AnswerWish {
    Operation client = Operation::ChatCompletions;
    Operation provider = Operation::ChatCompletions;
    std::string_view clientModel;                // the name that the client asked for
    std::string_view clientBody;                 // the request as it came; empty where it is not kept
    std::int64_t now = 0;                        // seconds since 1970, for dialects that must say when
    std::shared_ptr<const Mapping> mapping = {}; // of a provider without a dialect
};
// A whole answer in the client's dialect. Errors: Unavailable (upstream_invalid) for what cannot be read.
Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body, Losses& losses);

// The whole answer of a chat as the events of a stream, for a client that asked for one where the provider has none.
Result<std::string> crossAnswerToStream(const AnswerWish& wish, std::string_view body, StreamWriterOptions options);

// The provider's half of a translation: of its dialect, or by its mapping.
class ProviderCodec {
public:
    ProviderCodec(Dialect dialect, std::shared_ptr<const Mapping> mapping);
    ~ProviderCodec();
    ProviderCodec(const ProviderCodec&) = delete;
    ProviderCodec& operator=(const ProviderCodec&) = delete;
    const Codec& operator*() const { return *m_codec; }
    const Codec* operator->() const { return m_codec; }

private:
    std::unique_ptr<const Codec> m_own;
    const Codec* m_codec;
};

} // namespace gatehouse::dialects
