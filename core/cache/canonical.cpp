// SPDX-License-Identifier: Apache-2.0
#include "core/cache/canonical.h"

#include "core/cache/canonical_json.h"
#include "core/cache/operations.h"
#include "core/cache/plain_chat.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>
#include <vector>

namespace gatehouse::cache {
namespace {

using dialects::Operation;
using dialects::json::Document;
using dialects::json::Kind;
using dialects::json::View;

// What says how the answer shall come, not what it shall be; the model is the route's name, which the key has.
bool isOfNoMatter(Operation operation, std::string_view name) {
    if (name == "model" || name == "modelId")
        return true;
    const bool chat = dialects::capabilityOf(operation) == dialects::Capability::Chat;
    return chat && (name == "stream" || name == "stream_options");
}

// "Not said", in so many words.
bool saysNothing(View value) {
    return !value.given() || ((value.isArray() || value.isObject()) && value.size() == 0);
}

bool isOne(View value) {
    return value.isNumber() && canonicalNumber(value.numberText()) == "1e0";
}

void addMembers(std::string& out, Operation operation, View root, std::string_view blank) {
    std::vector<View> members;
    for (const auto member : root.children()) {
        const bool plain =
            isOfNoMatter(operation, member.name()) || saysNothing(member) || (member.name() == "n" && isOne(member));
        if (!plain)
            members.push_back(member);
    }
    std::sort(members.begin(), members.end(), [](View a, View b) { return a.name() < b.name(); });
    for (const auto member : members) {
        addText(out, member.name());
        addValue(out, member, blank);
    }
}

std::string plainText(const PlainChat& chat, bool withoutLast) {
    std::string out = "plain";
    const auto addList = [&out](char mark, const std::vector<std::string>& texts) {
        out += mark;
        for (const auto& text : texts)
            addText(out, text);
    };
    addList('s', chat.system);
    for (std::size_t i = 0; i < chat.turns.size(); ++i) {
        const auto& turn = chat.turns[i];
        if (withoutLast && i + 1 == chat.turns.size())
            out += '_';
        else
            addList(turn.assistant ? 'a' : 'u', turn.texts);
    }
    addList('x', chat.stops);
    for (const auto& [name, number] : chat.numbers)
        out.append(name).append("=").append(number).append(";");
    return out;
}

View lastOf(View list) {
    View last;
    for (const auto element : list.children())
        last = element;
    return last;
}

// The one text that the last message of a user is; missing where it is something else.
View lastWords(View root) {
    for (const auto* name : {"messages", "contents", "input"}) {
        const auto list = root[name];
        if (list.isString())
            return list;
        if (!list.isArray())
            continue;
        const auto last = lastOf(list);
        if (const auto role = last["role"]; role.given() && role.text() != "user")
            return {};
        const auto content = last["content"].given() ? last["content"] : last["parts"];
        if (content.isString())
            return content;
        return content.isArray() && content.size() == 1 ? lastOf(content)["text"] : View();
    }
    return {};
}

constexpr std::array<std::string_view, 3> resultNames{"functionResponse", "function_response", "toolResult"};

bool tellsResult(View value) {
    const auto name = value.name();
    if (std::find(resultNames.begin(), resultNames.end(), name) != resultNames.end())
        return true;
    if (!value.isString())
        return false;
    const auto text = value.text();
    return (name == "role" && (text == "tool" || text == "function")) ||
           (name == "type" && (text.ends_with("tool_result") || text.ends_with("_call_output")));
}

bool holdsToolResults(View value) {
    if (tellsResult(value))
        return true;
    for (const auto child : value.children()) {
        if (holdsToolResults(child))
            return true;
    }
    return false;
}

std::optional<double> temperatureIn(View root) {
    for (const auto holder :
         {root, root["generationConfig"], root["generation_config"], root["inferenceConfig"], root["options"]}) {
        if (const auto value = holder["temperature"]; value.isNumber())
            return dialects::realOf(std::string(value.numberText()));
    }
    return std::nullopt;
}

} // namespace

Result<Canonical> canonicalRequest(Operation operation, std::string_view body) {
    auto document = Document::parse(body);
    if (!document)
        return tl::unexpected(std::move(document.error()));
    const auto root = document->root();
    Canonical canonical;
    canonical.temperature = temperatureIn(root);
    if (auto chat = plainChat(operation, root)) {
        canonical.plain = true;
        canonical.whole = plainText(*chat, false);
        auto& last = chat->turns.back();
        if (!last.assistant && last.texts.size() == 1) {
            canonical.rest = plainText(*chat, true);
            canonical.lastText = std::move(last.texts.front());
        }
        return canonical;
    }
    const std::string start = std::string(cache::nameOf(operation)) + ' ';
    canonical.whole = start;
    addMembers(canonical.whole, operation, root, {});
    if (dialects::capabilityOf(operation) != dialects::Capability::Chat)
        return canonical;
    canonical.toolResults =
        holdsToolResults(root["messages"]) || holdsToolResults(root["contents"]) || holdsToolResults(root["input"]);
    if (const auto words = lastWords(root); words.isString()) {
        canonical.rest = start;
        addMembers(*canonical.rest, operation, root, words.written());
        canonical.lastText = words.text();
    }
    return canonical;
}

} // namespace gatehouse::cache
