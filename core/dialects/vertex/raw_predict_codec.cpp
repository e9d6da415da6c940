// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/vertex/raw_predict_codec.h"

#include "core/dialects/envelope.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::vertex {

Result<ChatRequest> RawPredictCodec::readRequest(std::string_view body, Losses& losses) const {
    auto request = m_messages.readRequest(body, losses);
    if (!request)
        return request;
    std::erase_if(request->unknown, [&](const UnknownField& field) {
        if (field.name == "anthropic_beta")
            addLoss(losses, field.name, LossKind::Dropped, "The provider's dialect has no such field.");
        return field.name == "anthropic_beta" || field.name == "anthropic_version";
    });
    return request;
}

Result<std::string> RawPredictCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    auto written = m_messages.writeRequest(request, from, losses);
    return written ? envelope::rewrap(*written, Dialect::VertexAnthropic, {request.model, request.stream, {}})
                   : written;
}

Result<ChatAnswer> RawPredictCodec::readAnswer(std::string_view body) const {
    return m_messages.readAnswer(body);
}

std::string RawPredictCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return m_messages.writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> RawPredictCodec::streamReader() const {
    return m_messages.streamReader();
}

std::unique_ptr<StreamWriter> RawPredictCodec::streamWriter(StreamWriterOptions options) const {
    return m_messages.streamWriter(std::move(options));
}

} // namespace gatehouse::dialects::vertex
