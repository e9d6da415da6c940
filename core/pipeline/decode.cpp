// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {
namespace {

tl::unexpected<Refusal> refuse(ErrorKind kind, std::string code, std::string message) {
    auto error = failure(kind, std::move(code), std::move(message));
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

// Only JSON: text/plain and forms are what a web page can send without asking (THREATS, "web page hitting localhost").
bool isJson(std::string_view contentType) {
    const auto type = trim(contentType.substr(0, contentType.find(';')));
    return equalsIgnoringCase(type, "application/json");
}

} // namespace

Task<StageResult> decode(Call& call, const RequestBounds& bounds) {
    const auto& head = call.exchange.head();
    if (!isJson(head.field("content-type")))
        co_return refuse(ErrorKind::Invalid, "unsupported_media_type",
                         "The body must be JSON. Send the header Content-Type: application/json.");
    const auto encoding = head.field("content-encoding");
    if (!encoding.empty() && !equalsIgnoringCase(encoding, "identity"))
        co_return refuse(ErrorKind::Invalid, "unsupported_content_encoding",
                         "Compressed request bodies are not taken. Send the body as it is.");
    auto body = co_await call.exchange.readBody(bounds.body);
    if (!body)
        co_return tl::unexpected(Refusal{std::move(body.error()), {}});
    call.body = *body;
    call.record.bytesIn = static_cast<std::int64_t>(body->size());
    auto facts = dialects::scanRequest(call.address.operation, call.body, bounds.scan);
    if (!facts)
        co_return tl::unexpected(Refusal{std::move(facts.error()), {}});
    call.facts = std::move(*facts);
    call.record.modelAsked = call.facts.model;
    call.record.streamed = call.facts.stream;
    co_return StageResult{};
}

} // namespace gatehouse::pipeline
