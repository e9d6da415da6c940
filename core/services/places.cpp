// SPDX-License-Identifier: Apache-2.0
#include "core/services/places.h"

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 32;
constexpr std::size_t mostValues = 2'000;
constexpr std::array<std::string_view, 8> members = {"path",   "query", "headers",    "body",
                                                     "caller", "api",   "request_id", "status"};

tl::unexpected<Error> badPlace(std::string why) {
    return failure(ErrorKind::Invalid, "invalid_place", std::move(why));
}

// The pointer's first step.
std::string_view memberOf(std::string_view pointer) {
    pointer.remove_prefix(1);
    return pointer.substr(0, pointer.find('/'));
}

bool isPointer(std::string_view text) {
    if (text.empty() || text.front() != '/')
        return false;
    for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
        if (at + 1 >= text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
            return false;
    }
    return std::find(members.begin(), members.end(), memberOf(text)) != members.end();
}

std::string textOf(const json::value& value) {
    if (value.is_string())
        return std::string(value.get_string());
    return value.is_null() ? std::string() : json::serialize(value);
}

} // namespace

Result<PlacedText> PlacedText::parse(std::string_view text) {
    PlacedText placed;
    while (!text.empty()) {
        const auto open = std::min(text.find("{{"), text.size());
        if (open > 0)
            placed.m_pieces.push_back({std::string(text.substr(0, open)), false, std::nullopt});
        if (open == text.size())
            break;
        const auto close = text.find("}}", open);
        if (close == std::string_view::npos)
            return badPlace("a {{ has no }}");
        auto inner = text.substr(open + 2, close - open - 2);
        text.remove_prefix(close + 2);
        Piece piece;
        piece.place = true;
        if (const auto bar = inner.find('|'); bar != std::string_view::npos) {
            piece.otherwise = std::string(inner.substr(bar + 1));
            inner = inner.substr(0, bar);
        }
        if (!isPointer(inner))
            return badPlace("{{" + std::string(inner) +
                            "}} is no pointer to path, query, headers, body, caller, api, request_id or status, such "
                            "as {{/query/page}}");
        piece.text = inner;
        placed.m_pieces.push_back(std::move(piece));
    }
    return placed;
}

const json::value* PlacedText::find(const json::object& facts, std::string_view pointer) {
    const auto member = memberOf(pointer);
    const auto* value = facts.if_contains(member);
    pointer.remove_prefix(member.size() + 1);
    if (value == nullptr || pointer.empty())
        return value;
    boost::system::error_code failed;
    return value->find_pointer(pointer, failed);
}

std::optional<std::string> PlacedText::fill(const json::object& facts) const {
    std::string out;
    for (const auto& piece : m_pieces) {
        if (!piece.place) {
            out += piece.text;
            continue;
        }
        const auto* value = find(facts, piece.text);
        if (value != nullptr)
            out += textOf(*value);
        else if (piece.otherwise)
            out += *piece.otherwise;
        else if (m_pieces.size() == 1)
            return std::nullopt;
    }
    return out;
}

std::optional<json::value> PlacedText::valueIn(const json::object& facts) const {
    const auto& piece = m_pieces.front();
    if (const auto* value = find(facts, piece.text))
        return *value;
    if (!piece.otherwise)
        return std::nullopt;
    boost::system::error_code failed;
    auto value = json::parse(*piece.otherwise, failed);
    return failed ? json::value(*piece.otherwise) : std::move(value);
}

bool PlacedText::uses(std::string_view member) const {
    return std::any_of(m_pieces.begin(), m_pieces.end(),
                       [member](const Piece& piece) { return piece.place && memberOf(piece.text) == member; });
}

bool PlacedText::isPlain() const {
    return std::none_of(m_pieces.begin(), m_pieces.end(), [](const Piece& piece) { return piece.place; });
}

Result<PlacedBody> PlacedBody::parse(const json::value& value) {
    std::size_t left = mostValues;
    auto root = read(value, 0, left);
    if (!root)
        return tl::unexpected(std::move(root.error()));
    PlacedBody body;
    body.m_root = std::move(*root);
    return body;
}

Result<PlacedBody::Node> PlacedBody::read(const json::value& value, std::size_t depth, std::size_t& left) {
    if (depth > deepest || left-- == 0)
        return badPlace("the body is deeper than 32 or holds more than 2,000 values");
    Node node;
    if (value.is_string()) {
        auto text = PlacedText::parse(value.get_string());
        if (!text)
            return tl::unexpected(std::move(text.error()));
        if (!text->isPlain()) {
            node.kind = Node::Kind::Text;
            node.text = std::move(*text);
            return node;
        }
    }
    if (const auto* object = value.if_object()) {
        node.kind = Node::Kind::Object;
        for (const auto& [name, member] : *object) {
            auto child = read(member, depth + 1, left);
            if (!child)
                return child;
            child->name = name;
            node.children.push_back(std::move(*child));
        }
    } else if (const auto* array = value.if_array()) {
        node.kind = Node::Kind::Array;
        for (const auto& element : *array) {
            auto child = read(element, depth + 1, left);
            if (!child)
                return child;
            node.children.push_back(std::move(*child));
        }
    } else {
        node.constant = value;
    }
    return node;
}

json::value PlacedBody::fill(const json::object& facts) const {
    return fill(m_root, facts).value_or(json::value());
}

std::optional<json::value> PlacedBody::fill(const Node& node, const json::object& facts) {
    switch (node.kind) {
    case Node::Kind::Text:
        if (node.text.isPlaceAlone())
            return node.text.valueIn(facts);
        return json::value(node.text.fill(facts).value_or(std::string()));
    case Node::Kind::Object: {
        json::object object;
        for (const auto& child : node.children) {
            if (auto value = fill(child, facts))
                object[child.name] = std::move(*value);
        }
        return json::value(std::move(object));
    }
    case Node::Kind::Array: {
        json::array array;
        for (const auto& child : node.children) {
            if (auto value = fill(child, facts))
                array.push_back(std::move(*value));
        }
        return json::value(std::move(array));
    }
    case Node::Kind::Constant:
        break;
    }
    return node.constant;
}

bool PlacedBody::uses(std::string_view member) const {
    return uses(m_root, member);
}

bool PlacedBody::uses(const Node& node, std::string_view member) {
    return (node.kind == Node::Kind::Text && node.text.uses(member)) ||
           std::any_of(node.children.begin(), node.children.end(),
                       [member](const Node& child) { return uses(child, member); });
}

} // namespace gatehouse::services
