// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/responses_codec.h"

#include "core/dialects/responses/answer.h"
#include "core/dialects/responses/request_reader.h"
#include "core/dialects/responses/request_writer.h"
#include "core/dialects/responses/stream_reader.h"
#include "core/dialects/responses/stream_writer.h"

namespace gatehouse::dialects::responses {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> ResponsesCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return responses::readRequest(body);
}

Result<std::string> ResponsesCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return responses::writeRequest(request, from, losses);
}

Result<ChatAnswer> ResponsesCodec::readAnswer(std::string_view body) const {
    return responses::readAnswer(body);
}

std::string ResponsesCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return responses::writeAnswer(answer, {}, losses);
}

std::string ResponsesCodec::writeAnswerTo(std::string_view clientBody, const ChatAnswer& answer, Losses& losses) const {
    return responses::writeAnswer(answer, clientBody, losses);
}

std::unique_ptr<StreamReader> ResponsesCodec::streamReader() const {
    return std::make_unique<ResponseStreamReader>();
}

std::unique_ptr<StreamWriter> ResponsesCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<ResponseStreamWriter>(std::move(options));
}

} // namespace gatehouse::dialects::responses
