// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/messages_codec.h"

#include "core/dialects/anthropic/answer.h"
#include "core/dialects/anthropic/request_reader.h"
#include "core/dialects/anthropic/request_writer.h"
#include "core/dialects/anthropic/stream_reader.h"
#include "core/dialects/anthropic/stream_writer.h"

namespace gatehouse::dialects::anthropic {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> MessagesCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return anthropic::readRequest(body);
}

Result<std::string> MessagesCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return anthropic::writeRequest(request, from, losses);
}

Result<ChatAnswer> MessagesCodec::readAnswer(std::string_view body) const {
    return anthropic::readAnswer(body);
}

std::string MessagesCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return anthropic::writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> MessagesCodec::streamReader() const {
    return std::make_unique<MessageStreamReader>();
}

std::unique_ptr<StreamWriter> MessagesCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<MessageStreamWriter>(std::move(options));
}

} // namespace gatehouse::dialects::anthropic
