// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/mapping/mapping.h"

#include <memory>

namespace gatehouse::dialects::mapping {

// The provider's half of a codec, by a mapping. No client speaks it: the client's half says so with an error, and has
// no stream writer.
class MappedCodec final : public Codec {
public:
    explicit MappedCodec(std::shared_ptr<const Mapping> mapping) : m_mapping(std::move(mapping)) {}

    Result<ChatRequest> readRequest(std::string_view body, Losses& losses) const override;
    Result<std::string> writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const override;
    Result<ChatAnswer> readAnswer(std::string_view body) const override;
    std::string writeAnswer(const ChatAnswer& answer, Losses& losses) const override;
    std::unique_ptr<StreamReader> streamReader() const override;
    std::unique_ptr<StreamWriter> streamWriter(StreamWriterOptions options) const override;

private:
    std::shared_ptr<const Mapping> m_mapping;
};

} // namespace gatehouse::dialects::mapping
