// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/envelope.h"

#include "core/dialects/json_tree.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::responses {
namespace {

using json::View;

// Members of an answer that repeat the request's, and what they are where it did not say them (OpenAI's API reference,
// "The response object").
struct Repeated {
    std::string_view name;
    std::string_view unsaid;
};
constexpr std::array repeated = {
    Repeated{"background", "false"},
    Repeated{"instructions", "null"},
    Repeated{"max_output_tokens", "null"},
    Repeated{"metadata", "{}"},
    Repeated{"parallel_tool_calls", "true"},
    Repeated{"previous_response_id", "null"},
    Repeated{"reasoning", R"({"effort":null,"summary":null})"},
    Repeated{"service_tier", "\"default\""},
    Repeated{"store", "false"},
    Repeated{"temperature", "1.0"},
    Repeated{"text", R"({"format":{"type":"text"}})"},
    Repeated{"tool_choice", "\"auto\""},
    Repeated{"tools", "[]"},
    Repeated{"top_p", "1.0"},
    Repeated{"truncation", "\"disabled\""},
    Repeated{"user", "null"},
};

std::string_view nameOf(Status status) {
    switch (status) {
    case Status::InProgress:
        return "in_progress";
    case Status::Completed:
        return "completed";
    case Status::Incomplete:
        return "incomplete";
    case Status::Failed:
        break;
    }
    return "failed";
}

} // namespace

AskedFor::AskedFor(std::string_view body) {
    const auto document = json::Document::parse(body);
    if (!document)
        return;
    const View root = document->root();
    for (const auto& member : repeated) {
        // Nothing is kept here, whatever was asked for.
        if (member.name != "store" && root[member.name].given())
            m_members.emplace_back(member.name, root[member.name].compact());
    }
    for (const View tool : root["tools"].children()) {
        if (tool["type"].text() == "custom")
            m_textTools.insert(tool["name"].text());
    }
}

void AskedFor::write(json::Writer& out) const {
    for (const auto& member : repeated) {
        const auto said = std::find_if(m_members.begin(), m_members.end(),
                                       [&member](const auto& entry) { return entry.first == member.name; });
        out.raw(member.name, said == m_members.end() ? member.unsaid : std::string_view(said->second));
    }
}

Ending endingFor(StopReason stop, const std::string& word) {
    switch (stop) {
    case StopReason::MaxTokens:
    case StopReason::ContextFull:
        return {Status::Incomplete, "max_output_tokens", {}};
    case StopReason::Filtered:
        return {Status::Incomplete, "content_filter", {}};
    case StopReason::Failed:
        return {Status::Failed,
                {},
                failure(ErrorKind::Unavailable, "provider_error", "The provider failed while it answered.").value()};
    case StopReason::Other:
        if (word == "max_tool_calls")
            return {Status::Incomplete, word, {}};
        break;
    default:
        break;
    }
    return {Status::Completed, {}, {}};
}

std::string answerId(std::string_view id) {
    return id.starts_with("resp_") ? std::string(id) : "resp_" + std::string(id);
}

std::string itemId(OutputKind kind, std::string_view answer, std::size_t place) {
    if (answer.starts_with("resp_"))
        answer.remove_prefix(5);
    std::string out;
    switch (kind) {
    case OutputKind::FunctionCall:
        out = "fc_";
        break;
    case OutputKind::CustomCall:
        out = "ctc_";
        break;
    case OutputKind::Reasoning:
        out = "rs_";
        break;
    case OutputKind::Image:
        out = "ig_";
        break;
    default:
        out = "msg_";
    }
    out += answer;
    out += '_';
    out += std::to_string(place);
    return out;
}

void writeUsage(const Usage& usage, json::Writer& out) {
    out.beginObject().number("input_tokens", usage.prompt());
    out.beginObject("input_tokens_details").number("cached_tokens", usage.cachedInput);
    if (const auto written = usage.cacheWrite + usage.cacheWriteLong; written > 0)
        out.number("cache_write_tokens", written);
    out.endObject().number("output_tokens", usage.output);
    out.beginObject("output_tokens_details").number("reasoning_tokens", usage.reasoning).endObject();
    out.number("total_tokens", usage.prompt() + usage.output).endObject();
}

void writeEnvelope(const Envelope& envelope, const AskedFor& asked, const std::vector<OutputItem>& items,
                   json::Writer& out) {
    const Ending& ending = envelope.ending;
    out.beginObject().text("id", envelope.id).text("object", "response").number("created_at", envelope.created);
    out.text("status", nameOf(ending.status)).name("error");
    if (ending.error)
        out.beginObject().text("code", ending.error->code).text("message", ending.error->message).endObject();
    else
        out.null();
    out.name("incomplete_details");
    if (ending.status == Status::Incomplete)
        out.beginObject().text("reason", ending.reason).endObject();
    else
        out.null();
    out.text("model", envelope.model).beginArray("output");
    const bool cut = ending.status == Status::Incomplete;
    for (const auto& item : items)
        writeItem(item, cut && &item == &items.back() ? ItemStatus::Incomplete : ItemStatus::Completed, out);
    out.endArray();
    asked.write(out);
    out.name("usage");
    if (envelope.usage)
        writeUsage(*envelope.usage, out);
    else
        out.null();
    out.endObject();
}

} // namespace gatehouse::dialects::responses
