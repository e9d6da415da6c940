// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/generate_codec.h"

#include "core/dialects/gemini/answer.h"
#include "core/dialects/gemini/request_reader.h"
#include "core/dialects/gemini/request_writer.h"
#include "core/dialects/gemini/stream_reader.h"
#include "core/dialects/gemini/stream_writer.h"

namespace gatehouse::dialects::gemini {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> GenerateCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return gemini::readRequest(body);
}

Result<std::string> GenerateCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return gemini::writeRequest(request, from, losses);
}

Result<ChatAnswer> GenerateCodec::readAnswer(std::string_view body) const {
    return gemini::readAnswer(body);
}

std::string GenerateCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return gemini::writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> GenerateCodec::streamReader() const {
    return std::make_unique<GenerateStreamReader>();
}

std::unique_ptr<StreamWriter> GenerateCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<GenerateStreamWriter>(std::move(options));
}

} // namespace gatehouse::dialects::gemini
