// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/chat_codec.h"

#include "core/dialects/cohere/answer.h"
#include "core/dialects/cohere/request_reader.h"
#include "core/dialects/cohere/request_writer.h"
#include "core/dialects/cohere/stream_reader.h"
#include "core/dialects/cohere/stream_writer.h"

namespace gatehouse::dialects::cohere {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> ChatCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return cohere::readRequest(body);
}

Result<std::string> ChatCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return cohere::writeRequest(request, from, losses);
}

Result<ChatAnswer> ChatCodec::readAnswer(std::string_view body) const {
    return cohere::readAnswer(body);
}

std::string ChatCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return cohere::writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> ChatCodec::streamReader() const {
    return std::make_unique<ChatStreamReader>();
}

std::unique_ptr<StreamWriter> ChatCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<ChatStreamWriter>(std::move(options));
}

} // namespace gatehouse::dialects::cohere
