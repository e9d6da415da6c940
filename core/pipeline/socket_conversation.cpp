// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/socket_conversation.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

using dialects::json::Document;
using dialects::json::View;
using dialects::json::Writer;

// Of the message, or of the transport: POST has them otherwise or not at all.
constexpr std::array<std::string_view, 7> notOfTheRequest = {"type",     "event_id",  "stream",  "background",
                                                             "generate", "stream_id", "response"};

bool isOfTheRequest(std::string_view name) {
    return std::find(notOfTheRequest.begin(), notOfTheRequest.end(), name) == notOfTheRequest.end();
}

void addItem(std::string& items, std::string_view item) {
    if (!items.empty())
        items += ',';
    items += item;
}

void addInput(std::string& items, View input) {
    if (input.isString()) {
        std::string item;
        Writer(item).beginObject().text("role", "user").text("content", input.text()).endObject();
        addItem(items, item);
    }
    for (const View item : input.isArray() ? input.children() : dialects::json::Range())
        addItem(items, item.written());
}

// A thought that only the service could have looked up again, and does not where it stores nothing.
bool isEmptyThought(View item) {
    return item["type"].text() == "reasoning" && !item["encrypted_content"].isString() && item["content"].size() == 0;
}

} // namespace

Result<SocketRequest> SocketConversation::read(std::string_view message) const {
    const auto document = Document::parse(message);
    if (!document)
        return tl::unexpected(document.error());
    const View root = document->root();
    const std::string type = root["type"].text();
    SocketRequest request;
    if (type == "response.processed") {
        request.kind = SocketRequest::Kind::Nothing;
        return request;
    }
    if (type != "response.create")
        return failure(ErrorKind::Invalid, "unknown_event",
                       "This connection takes messages of the type response.create only.");
    const View body = root["response"].isObject() ? root["response"] : root;
    const View input = body["input"];
    const bool continues =
        !m_id.empty() && body["previous_response_id"].isString() && body["previous_response_id"].text() == m_id;
    if (continues)
        request.items = m_items;
    addInput(request.items, input);
    request.stores = !body["store"].isFalse();
    if (root["generate"].isFalse() || body["generate"].isFalse())
        request.kind = SocketRequest::Kind::WarmUp;
    Writer out(request.body);
    out.beginObject();
    for (const View member : body.children()) {
        const bool replaced = continues && (member.name() == "input" || member.name() == "previous_response_id");
        if (isOfTheRequest(member.name()) && !replaced)
            out.raw(member.name(), member.written());
    }
    if (continues)
        out.raw("input", "[" + request.items + "]");
    out.boolean("stream", true).endObject();
    return request;
}

void SocketConversation::remember(SocketRequest& request, std::string id, std::string_view output) {
    m_id.clear();
    m_items.clear();
    std::string object = "{\"output\":"; // views of it stand in the document
    object.append(output.empty() ? "[]" : output).append("}");
    if (const auto document = Document::parse(object)) {
        for (const View item : document->root()["output"].children()) {
            if (request.stores || !isEmptyThought(item))
                addItem(request.items, item.written());
        }
    }
    if (request.items.size() > m_most)
        return;
    m_id = std::move(id);
    m_items = std::move(request.items);
}

namespace {

std::string warmUp(std::string_view type, std::string_view status, int number, std::string_view id,
                   std::string_view model, std::int64_t now) {
    std::string out;
    Writer json(out);
    json.beginObject().text("type", type).number("sequence_number", number).beginObject("response");
    json.text("id", id).text("object", "response").number("created_at", now).text("status", status).null("error");
    json.null("incomplete_details").text("model", model).beginArray("output").endArray();
    if (status == "completed") {
        json.beginObject("usage").number("input_tokens", 0);
        json.beginObject("input_tokens_details").number("cached_tokens", 0).endObject().number("output_tokens", 0);
        json.beginObject("output_tokens_details").number("reasoning_tokens", 0).endObject();
        json.number("total_tokens", 0).endObject();
    }
    json.endObject().endObject();
    return out;
}

} // namespace

std::string warmUpCreated(std::string_view id, std::string_view model, std::int64_t now) {
    return warmUp("response.created", "in_progress", 0, id, model, now);
}

std::string warmUpCompleted(std::string_view id, std::string_view model, std::int64_t now) {
    return warmUp("response.completed", "completed", 1, id, model, now);
}

} // namespace gatehouse::pipeline
