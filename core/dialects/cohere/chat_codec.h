// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"

namespace gatehouse::dialects::cohere {

// Cohere's Chat API, version 2.
class ChatCodec final : public Codec {
public:
    Result<ChatRequest> readRequest(std::string_view body, Losses& losses) const override;
    Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const override;
    Result<ChatAnswer> readAnswer(std::string_view body) const override;
    std::string writeAnswer(const ChatAnswer& answer, Losses& losses) const override;
    std::unique_ptr<StreamReader> streamReader() const override;
    std::unique_ptr<StreamWriter> streamWriter(StreamWriterOptions options) const override;
};

} // namespace gatehouse::dialects::cohere
