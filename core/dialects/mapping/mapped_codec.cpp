// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/mapped_codec.h"

#include "core/dialects/mapping/answer_reader.h"
#include "core/dialects/mapping/request_values.h"
#include "core/dialects/mapping/stream_reader.h"

#include <cassert>

namespace gatehouse::dialects::mapping {

Result<ChatRequest> MappedCodec::readRequest(std::string_view /*body*/, Losses& /*losses*/) const {
    return failure(ErrorKind::Internal, "no_translation", "No client speaks the bodies of a mapping.");
}

Result<std::string> MappedCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    auto asked = request;
    asked.stream = request.stream && m_mapping->streams();
    auto values = valuesOf(asked, from, m_mapping->request(), losses);
    if (!values)
        return tl::unexpected(std::move(values.error()));
    return m_mapping->request().fill(*values);
}

Result<ChatAnswer> MappedCodec::readAnswer(std::string_view body) const {
    return mapping::readAnswer(*m_mapping, body);
}

std::string MappedCodec::writeAnswer(const ChatAnswer& /*answer*/, Losses& /*losses*/) const {
    assert(false); // no table has such a client
    return {};
}

std::unique_ptr<StreamReader> MappedCodec::streamReader() const {
    return std::make_unique<MappedStreamReader>(m_mapping);
}

std::unique_ptr<StreamWriter> MappedCodec::streamWriter(StreamWriterOptions /*options*/) const {
    assert(false);
    return nullptr;
}

} // namespace gatehouse::dialects::mapping
