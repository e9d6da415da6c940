// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/ollama/answer.h"

namespace gatehouse::dialects::ollama {

// Ollama's own API: /api/chat, or /api/generate as a conversation of one message. Providers are always asked by
// /api/chat.
class LinesCodec final : public Codec {
public:
    explicit LinesCodec(Form form) : m_form(form) {}
    Result<ChatRequest> readRequest(std::string_view body, Losses& losses) const override;
    Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const override;
    Result<ChatAnswer> readAnswer(std::string_view body) const override;
    std::string writeAnswer(const ChatAnswer& answer, Losses& losses) const override;
    std::unique_ptr<StreamReader> streamReader() const override;
    std::unique_ptr<StreamWriter> streamWriter(StreamWriterOptions options) const override;
    std::string_view streamType() const override { return "application/x-ndjson"; }

private:
    Form m_form;
};

} // namespace gatehouse::dialects::ollama
