// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/error_body.h"

#include "core/dialects/gemini/fields.h"
#include "core/dialects/json_text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/usage_numbers.h"

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

std::string_view statusWord(int status) {
    switch (status) {
    case 401:
        return "UNAUTHENTICATED";
    case 403:
        return "PERMISSION_DENIED";
    case 404:
        return "NOT_FOUND";
    case 408:
    case 504:
        return "DEADLINE_EXCEEDED";
    case 409:
        return "ABORTED";
    case 429:
        return "RESOURCE_EXHAUSTED";
    case 500:
        return "INTERNAL";
    case 502:
    case 503:
        return "UNAVAILABLE";
    default:
        return status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
    }
}

std::optional<std::chrono::milliseconds> delayIn(View error) {
    for (const View detail : error["details"].children()) {
        std::string delay = field(detail, "retryDelay").text();
        if (!delay.ends_with('s'))
            continue;
        delay.pop_back();
        if (const auto millis = millisOf(delay))
            return std::chrono::milliseconds(*millis);
    }
    return std::nullopt;
}

} // namespace

std::string errorBody(const Error& error, int status, std::string_view requestId) {
    std::string out;
    json::Writer json(out);
    json.beginObject().beginObject("error").number("code", status);
    json.text("message", json::makeUtf8(error.message)).text("status", statusWord(status));
    json.beginArray("details").beginObject().text("@type", "type.googleapis.com/google.rpc.ErrorInfo");
    json.text("reason", json::makeUtf8(error.code)).text("domain", "gatehouse").beginObject("metadata");
    if (!requestId.empty())
        json.text("request_id", requestId);
    if (!error.field.empty())
        json.text("field", json::makeUtf8(error.field));
    json.endObject().endObject().endArray().endObject().endObject();
    return out;
}

std::optional<std::chrono::milliseconds> retryDelay(std::string_view body) {
    const auto begin = body.find_first_of("{[");
    if (begin == std::string_view::npos)
        return std::nullopt;
    std::string inObject; // an error comes wrapped in an array too
    if (body[begin] == '[') {
        inObject.append(R"({"errors":)").append(body).append("}");
        body = inObject;
    }
    const auto document = json::Document::parse(body);
    if (!document)
        return std::nullopt;
    if (inObject.empty())
        return delayIn(document->root()["error"]);
    for (const View each : document->root()["errors"].children()) {
        if (const auto delay = delayIn(each["error"]))
            return delay;
    }
    return std::nullopt;
}

} // namespace gatehouse::dialects::gemini
