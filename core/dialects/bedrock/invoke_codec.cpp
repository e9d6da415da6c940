// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/invoke_codec.h"

#include "core/dialects/bedrock/invoke_stream.h"
#include "core/dialects/envelope.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::bedrock {
namespace {

bool isMessages(std::string_view body) {
    bool version = false;
    bool messages = false;
    json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        version = version || name == "anthropic_version";
        messages = messages || name == "messages";
        at.skip();
    });
    return version && messages;
}

} // namespace

Result<ChatRequest> InvokeCodec::readRequest(std::string_view body, Losses& losses) const {
    if (!isMessages(body)) {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "operation_unsupported";
        error.field = "anthropic_version";
        error.message = "Only bodies of Anthropic's models (\"anthropic_version\" and \"messages\") can be sent to "
                        "another provider than Bedrock. Use /converse for models of other vendors.";
        return tl::unexpected(std::move(error));
    }
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

Result<std::string> InvokeCodec::writeRequest(const ChatRequest& request, Dialect from, Losses& losses) const {
    auto written = m_messages.writeRequest(request, from, losses);
    return written ? envelope::rewrap(*written, Dialect::BedrockInvoke, {}) : written;
}

Result<ChatAnswer> InvokeCodec::readAnswer(std::string_view body) const {
    return m_messages.readAnswer(body);
}

std::string InvokeCodec::writeAnswer(const ChatAnswer& answer, Losses& losses) const {
    return m_messages.writeAnswer(answer, losses);
}

std::unique_ptr<StreamReader> InvokeCodec::streamReader() const {
    return std::make_unique<InvokeStreamReader>(m_messages.streamReader());
}

std::unique_ptr<StreamWriter> InvokeCodec::streamWriter(StreamWriterOptions options) const {
    return std::make_unique<InvokeStreamWriter>(m_messages.streamWriter(std::move(options)));
}

} // namespace gatehouse::dialects::bedrock
