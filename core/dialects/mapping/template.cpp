// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/template.h"

#include "core/base/text.h"
#include "core/dialects/json_text.h"
#include "core/dialects/mapping/pointer.h"

#include <algorithm>

namespace gatehouse::dialects::mapping {
namespace {

constexpr std::array<std::string_view, nameCount> names{"messages",
                                                        "prompt",
                                                        "last_user",
                                                        "system",
                                                        "model",
                                                        "max_tokens",
                                                        "temperature",
                                                        "top_p",
                                                        "top_k",
                                                        "seed",
                                                        "stop",
                                                        "frequency_penalty",
                                                        "presence_penalty",
                                                        "stream",
                                                        "tools",
                                                        "tool_choice",
                                                        "response_format",
                                                        "user"};
constexpr std::string_view open = "{{";
constexpr std::string_view close = "}}";

tl::unexpected<Error> fault(std::string expected, std::string found) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_mapping";
    error.field = "request";
    error.message = "The template must be " + expected + "; found " + found + ".";
    error.expected = std::move(expected);
    error.found = std::move(found);
    return tl::unexpected(std::move(error));
}

std::string allNames() {
    std::string list;
    for (const auto name : names)
        list.append(list.empty() ? "" : ", ").append(name);
    return list;
}

std::optional<Name> nameNamed(std::string_view text) {
    const auto* const found = std::find(names.begin(), names.end(), text);
    return found == names.end() ? std::nullopt : std::optional(static_cast<Name>(found - names.begin()));
}

// A value within other text: a string without its quotes, anything else as it is written.
std::string textOf(std::string_view value) {
    if (!value.starts_with('"'))
        return std::string(value);
    std::string decoded;
    json::appendDecoded(decoded, value.substr(1, value.size() - 2));
    return json::withoutSurrogates(std::move(decoded));
}

} // namespace

std::string_view nameOf(Name name) {
    return names[static_cast<std::size_t>(name)];
}

Result<Template> Template::parse(std::string_view text) {
    const auto document = AnyDocument::parse(text);
    if (!document)
        return fault("a JSON text", document.error().message);
    Template made;
    auto root = made.read(document->root());
    if (!root)
        return tl::unexpected(std::move(root.error()));
    made.m_root = std::move(*root);
    if (!made.uses(Name::Messages) && !made.uses(Name::Prompt) && !made.uses(Name::LastUser))
        return fault("a text with the place {{messages}}, {{prompt}} or {{last_user}}", "none of them");
    return made;
}

Result<Template::Node> Template::read(json::View view) {
    Node node;
    node.member = view.name();
    if (view.isString()) {
        if (auto done = readText(view.text(), node); !done)
            return tl::unexpected(std::move(done.error()));
        return node;
    }
    if (!view.isObject() && !view.isArray()) {
        node.raw = view.compact();
        return node;
    }
    node.kind = view.isObject() ? Node::Kind::Object : Node::Kind::Array;
    for (const json::View child : view.children()) {
        if (child.name().find(open) != std::string_view::npos)
            return fault("one with places in values only", "a place in a member's name");
        auto read = this->read(child);
        if (!read)
            return read;
        node.children.push_back(std::move(*read));
    }
    return node;
}

Result<void> Template::readText(const std::string& text, Node& node) {
    node.kind = Node::Kind::Text;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto begin = rest.find(open);
        if (begin != 0)
            node.pieces.push_back({std::string(rest.substr(0, begin)), std::nullopt});
        if (begin == std::string_view::npos)
            break;
        // "}}}" ends a default that is an object.
        auto end = rest.find(close, begin);
        while (end != std::string_view::npos && rest.substr(end + close.size()).starts_with('}'))
            ++end;
        if (end == std::string_view::npos)
            return fault("one whose places end with }}", "\"" + json::presentable(rest.substr(begin), 60) + "\"");
        auto place = readPlace(rest.substr(begin + open.size(), end - begin - open.size()));
        if (!place)
            return tl::unexpected(std::move(place.error()));
        node.pieces.push_back({{}, std::move(*place)});
        rest.remove_prefix(end + close.size());
    }
    if (node.pieces.size() == 1 && node.pieces.front().place)
        node.kind = Node::Kind::Place;
    return {};
}

Result<Template::Place> Template::readPlace(std::string_view inner) {
    const auto bar = inner.find('|');
    const auto name = nameNamed(trim(inner.substr(0, bar)));
    if (!name)
        return fault("one with places named " + allNames(), "{{" + json::presentable(inner, 60) + "}}");
    Place place;
    place.name = *name;
    if (bar != std::string_view::npos) {
        const auto value = AnyDocument::parse(inner.substr(bar + 1));
        if (!value)
            return fault("one whose defaults are JSON", "{{" + json::presentable(inner, 60) + "}}");
        place.otherwise = value->root().compact();
    }
    m_uses[static_cast<std::size_t>(*name)] = true;
    return place;
}

std::string_view Template::valueOf(const Place& place, const Values& values) {
    const auto& value = values[place.name];
    return value.empty() ? place.otherwise : value;
}

bool Template::isLeftOut(const Node& node, const Values& values) {
    return node.kind == Node::Kind::Place && valueOf(*node.pieces.front().place, values).empty();
}

void Template::write(const Node& node, const Values& values, json::Writer& out) {
    switch (node.kind) {
    case Node::Kind::Raw:
        out.raw(node.raw);
        return;
    case Node::Kind::Place:
        out.raw(valueOf(*node.pieces.front().place, values));
        return;
    case Node::Kind::Text: {
        std::string text;
        for (const auto& piece : node.pieces)
            text += piece.place ? textOf(valueOf(*piece.place, values)) : piece.literal;
        out.text(text);
        return;
    }
    case Node::Kind::Object:
    case Node::Kind::Array:
        break;
    }
    const bool object = node.kind == Node::Kind::Object;
    object ? out.beginObject() : out.beginArray();
    for (const auto& child : node.children) {
        if (isLeftOut(child, values))
            continue;
        if (object)
            out.name(child.member);
        write(child, values, out);
    }
    object ? out.endObject() : out.endArray();
}

std::string Template::fill(const Values& values) const {
    std::string text;
    json::Writer out(text);
    if (isLeftOut(m_root, values))
        out.null();
    else
        write(m_root, values, out);
    return text;
}

} // namespace gatehouse::dialects::mapping
