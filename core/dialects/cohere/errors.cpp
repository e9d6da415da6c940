// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/errors.h"

#include "core/base/sse.h"
#include "core/dialects/json_text.h"
#include "core/dialects/json_writer.h"

namespace gatehouse::dialects::cohere {

std::string errorBody(const Error& error, std::string_view requestId) {
    std::string out;
    json::Writer(out).beginObject().text("id", requestId).text("message", json::makeUtf8(error.message)).endObject();
    return out;
}

std::string errorEvent(const Error& error) {
    std::string data;
    json::Writer json(data);
    json.beginObject().text("type", "message-end").beginObject("delta").text("error", json::makeUtf8(error.message));
    json.text("finish_reason", "ERROR").endObject().endObject();
    std::string out;
    appendSseEvent(out, "message-end", data);
    return out;
}

} // namespace gatehouse::dialects::cohere
