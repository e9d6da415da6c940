// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/anthropic/messages_codec.h"
#include "core/dialects/codec.h"

namespace gatehouse::dialects::vertex {

// Anthropic's Messages as Vertex has them at :rawPredict: the model stands in the address, the version in the body. To
// and from Anthropic's other envelopes nothing is read at all (envelope.h); this is for all other dialects.
class RawPredictCodec final : public Codec {
public:
    Result<ChatRequest> readRequest(std::string_view body, Losses& losses) const override;
    Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const override;
    Result<ChatAnswer> readAnswer(std::string_view body) const override;
    std::string writeAnswer(const ChatAnswer& answer, Losses& losses) const override;
    std::unique_ptr<StreamReader> streamReader() const override;
    std::unique_ptr<StreamWriter> streamWriter(StreamWriterOptions options) const override;

private:
    anthropic::MessagesCodec m_messages;
};

} // namespace gatehouse::dialects::vertex
