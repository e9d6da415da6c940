// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/converse_codec.h"

#include "core/dialects/bedrock/answer.h"
#include "core/dialects/bedrock/request_reader.h"
#include "core/dialects/bedrock/request_writer.h"
#include "core/dialects/bedrock/stream_reader.h"
#include "core/dialects/bedrock/stream_writer.h"

namespace gatehouse::dialects::bedrock {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> ConverseCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return bedrock::readRequest(body);
}

Result<std::string> ConverseCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return bedrock::writeRequest(request, from, losses);
}

Result<ChatAnswer> ConverseCodec::readAnswer(std::string_view body) const {
    return bedrock::readAnswer(body);
}

std::string ConverseCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return bedrock::writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> ConverseCodec::streamReader() const {
    return std::make_unique<ConverseStreamReader>();
}

// Neither the model nor an id is told in this dialect's streams.
std::unique_ptr<StreamWriter> ConverseCodec::streamWriter(StreamWriterOptions /*options*/) const {
    return std::make_unique<ConverseStreamWriter>();
}

} // namespace gatehouse::dialects::bedrock
