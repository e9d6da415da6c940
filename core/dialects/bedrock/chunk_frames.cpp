// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/chunk_frames.h"

#include "core/dialects/base64.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::bedrock {
namespace {

struct ErrorEvent {
    std::string type;
    std::string message;
};

ErrorEvent readErrorEvent(std::string_view event) {
    ErrorEvent error;
    json::readObject(event, [&](std::string_view name, json::JsonCursor& at) {
        if (name != "error" || !at.enterObject()) {
            if (name != "error")
                at.skip();
            return;
        }
        std::string_view member;
        while (at.nextMember(member)) {
            if (member == "type")
                error.type = at.text();
            else if (member == "message")
                error.message = at.text();
            else
                at.skip();
        }
    });
    return error;
}

int statusOfType(std::string_view type) {
    if (type == "overloaded_error")
        return 503;
    if (type == "rate_limit_error")
        return 429;
    if (type == "timeout_error")
        return 504;
    return type == "api_error" || type.empty() ? 500 : 400;
}

} // namespace

std::optional<std::string> readChunk(std::string_view payload) {
    std::optional<std::string> event;
    json::readObject(payload, [&](std::string_view name, json::JsonCursor& at) {
        if (name == "bytes")
            event = decodeBase64(at.text());
        else
            at.skip();
    });
    return event;
}

void appendChunk(std::string& out, std::string_view event) {
    std::string payload = R"({"bytes":")";
    appendBase64(payload, event);
    payload += "\"}";
    event_stream::appendEvent(out, "chunk", payload);
}

std::string_view eventTypeOf(std::string_view event) {
    std::string_view type;
    json::readObject(event, [&](std::string_view name, json::JsonCursor& at) {
        if (name == "type")
            type = at.rawString().value_or(std::string_view());
        else
            at.skip();
    });
    return type;
}

void appendEventAsFrame(std::string& out, std::string_view event) {
    const auto type = eventTypeOf(event);
    if (type == "ping")
        return;
    if (type != "error")
        return appendChunk(out, event);
    const ErrorEvent told = readErrorEvent(event);
    Error error;
    error.code = "provider_error";
    error.message = told.message;
    out += writeStreamError(error, statusOfType(told.type));
}

} // namespace gatehouse::dialects::bedrock
