// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/partial_arguments.h"

#include "core/base/text.h"
#include "core/dialects/gemini/fields.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

constexpr std::size_t mostElements = 65536; // against a path that names a far index
constexpr std::size_t deepest = 64;

} // namespace

void PartialArguments::clear(Node& node, Node::Kind kind) {
    node.kind = kind;
    node.value.clear();
    node.members.clear();
    node.elements.clear();
}

PartialArguments::Node* PartialArguments::member(Node& node, std::string_view name) {
    if (node.kind != Node::Kind::Object) {
        clear(node, Node::Kind::Object);
    }
    const auto found =
        std::find_if(node.members.begin(), node.members.end(), [name](const auto& each) { return each.name == name; });
    if (found != node.members.end())
        return &*found;
    auto& made = node.members.emplace_back();
    made.name = name;
    return &made;
}

PartialArguments::Node* PartialArguments::element(Node& node, std::string_view index) {
    const auto place = parseUnsigned(index);
    if (!place || *place >= mostElements)
        return nullptr;
    if (node.kind != Node::Kind::Array) {
        clear(node, Node::Kind::Array);
    }
    if (node.elements.size() <= *place)
        node.elements.resize(static_cast<std::size_t>(*place) + 1);
    return &node.elements[static_cast<std::size_t>(*place)];
}

// "$.name", "[0]", "['a name']".
PartialArguments::Node* PartialArguments::place(std::string_view path) {
    Node* node = &m_root;
    if (path.starts_with('$'))
        path.remove_prefix(1);
    for (std::size_t depth = 0; !path.empty() && node != nullptr; ++depth) {
        if (depth == deepest)
            return nullptr;
        const bool quoted = path.starts_with("['") || path.starts_with("[\"");
        if (quoted) {
            const std::string end{path[1], ']'};
            const auto close = path.find(end, 2);
            if (close == std::string_view::npos)
                return nullptr;
            node = member(*node, path.substr(2, close - 2));
            path.remove_prefix(close + 2);
        } else if (path.starts_with('[')) {
            const auto close = path.find(']');
            if (close == std::string_view::npos)
                return nullptr;
            node = element(*node, path.substr(1, close - 1));
            path.remove_prefix(close + 1);
        } else {
            path.remove_prefix(path.starts_with('.') ? 1 : 0);
            const auto end = path.find_first_of(".[");
            if (end == 0)
                return nullptr;
            node = member(*node, path.substr(0, end));
            path.remove_prefix(end == std::string_view::npos ? path.size() : end);
        }
    }
    return node == &m_root ? nullptr : node;
}

void PartialArguments::add(View piece) {
    Node* const node = place(field(piece, "jsonPath").text());
    if (node == nullptr)
        return;
    if (const View text = field(piece, "stringValue"); text.isString()) {
        if (node->kind != Node::Kind::Text)
            clear(*node, Node::Kind::Empty);
        node->kind = Node::Kind::Text;
        node->value += text.text();
        return;
    }
    for (const View member : piece.children()) {
        const auto name = member.name();
        if (!isField(name, "numberValue") && !isField(name, "boolValue") && !isField(name, "nullValue"))
            continue;
        clear(*node, Node::Kind::Empty);
        node->kind = Node::Kind::Raw;
        node->value = isField(name, "nullValue") ? "null" : std::string(member.written());
    }
}

void PartialArguments::write(const Node& node, json::Writer& out) {
    switch (node.kind) {
    case Node::Kind::Empty:
        out.null();
        return;
    case Node::Kind::Text:
        out.text(node.value);
        return;
    case Node::Kind::Raw:
        out.raw(node.value);
        return;
    case Node::Kind::Object:
        out.beginObject();
        for (const auto& each : node.members) {
            out.name(each.name);
            write(each, out);
        }
        out.endObject();
        return;
    case Node::Kind::Array:
        out.beginArray();
        for (const auto& value : node.elements)
            write(value, out);
        out.endArray();
        return;
    }
}

std::string PartialArguments::text() const {
    std::string out;
    json::Writer json(out);
    if (m_root.kind == Node::Kind::Object)
        write(m_root, json);
    return out.empty() ? "{}" : out;
}

} // namespace gatehouse::dialects::gemini
