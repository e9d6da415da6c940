// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/codecs.h"

#include "core/dialects/ollama/request_reader.h"
#include "core/dialects/ollama/request_writer.h"
#include "core/dialects/ollama/stream_reader.h"
#include "core/dialects/ollama/stream_writer.h"

namespace gatehouse::dialects::ollama {

// Reading loses nothing: what the model has no place for is kept aside.
Result<ChatRequest> LinesCodec::readRequest(std::string_view body, Losses& /*losses*/) const {
    return m_form == Form::Chat ? readChatRequest(body) : readGenerateRequest(body);
}

Result<std::string> LinesCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    return ollama::writeRequest(request, from, losses);
}

Result<ChatAnswer> LinesCodec::readAnswer(std::string_view body) const {
    return ollama::readAnswer(body);
}

std::string LinesCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return ollama::writeAnswer(answer, m_form, losses);
}

std::unique_ptr<StreamReader> LinesCodec::streamReader() const {
    return std::make_unique<LinesStreamReader>();
}

std::unique_ptr<StreamWriter> LinesCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<LinesStreamWriter>(std::move(options), m_form);
}

} // namespace gatehouse::dialects::ollama
