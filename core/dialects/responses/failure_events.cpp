// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/failure_events.h"

#include "core/base/sse.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_text.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/responses/envelope.h"

namespace gatehouse::dialects::responses {
namespace {

void writeParam(const Error& error, json::Writer& out) {
    if (error.field.empty())
        out.null("param");
    else
        out.text("param", json::makeUtf8(error.field));
}

} // namespace

void appendErrorEvent(std::string& out, const Error& error, std::int64_t sequence) {
    const std::string message = json::makeUtf8(error.message);
    const std::string whole = writeError(error, Dialect::OpenAiResponses, {}); // {"error":{…}}
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "error").number("sequence_number", sequence);
    json.text("code", error.code).text("message", message);
    writeParam(error, json);
    json.members(whole).endObject();
    appendSseEvent(out, "error", data);
}

std::string failureEvents(const Error& error, std::string_view requestId) {
    std::string out;
    appendErrorEvent(out, error, 0);
    Envelope envelope;
    envelope.id = answerId(requestId);
    envelope.ending = {Status::Failed, {}, error};
    envelope.ending.error->message = json::makeUtf8(error.message);
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "response.failed").number("sequence_number", 1);
    writeEnvelope(envelope, AskedFor(), {}, json.name("response"));
    json.endObject();
    appendSseEvent(out, "response.failed", data);
    return out;
}

} // namespace gatehouse::dialects::responses
