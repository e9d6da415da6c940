// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/pick_field.h"

#include "core/dialects/json_cursor.h"

#include <array>

namespace gatehouse::dialects {
namespace {

std::optional<std::string> scalar(json::JsonCursor& at) {
    switch (at.type()) {
    case json::Type::String:
        return at.text();
    case json::Type::Object:
    case json::Type::Array:
    case json::Type::Null:
    case json::Type::Invalid:
        return std::nullopt;
    default:
        return std::string(at.raw());
    }
}

std::optional<std::string> pick(json::JsonCursor& at, std::string_view path) {
    const auto dot = path.find('.');
    const auto wanted = path.substr(0, dot);
    std::string_view name;
    if (at.type() != json::Type::Object || !at.enterObject())
        return std::nullopt;
    while (at.nextMember(name)) {
        if (name != wanted)
            at.skip();
        else
            return dot == std::string_view::npos ? scalar(at) : pick(at, path.substr(dot + 1));
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> pickField(std::string_view body, std::string_view path) {
    json::JsonCursor at(body);
    return pick(at, path);
}

std::string promptHead(std::string_view body, std::size_t least) {
    constexpr std::array<std::string_view, 9> parts{"tools",        "system",   "systemInstruction",
                                                    "instructions", "messages", "contents",
                                                    "input",        "prompt",   "toolConfig"};
    std::array<std::string_view, parts.size()> found;
    json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (name == parts[i]) {
                found[i] = at.raw();
                return;
            }
        }
        at.skip();
    });
    std::string head;
    for (const auto part : found)
        head.append(part.substr(0, least - head.size()));
    return head.size() < least ? std::string() : head;
}

} // namespace gatehouse::dialects
