// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::dialects::gemini {

// The arguments of a call that come in pieces ("partialArgs" of streamFunctionCallArguments): each piece names its
// place by a JSON path, "$.items[0].name", and a text may come in several.
class PartialArguments {
public:
    // An element of "partialArgs"; one whose path cannot be followed is left out.
    void add(json::View piece);
    // The arguments so far as JSON text; "{}" for none.
    std::string text() const;

private:
    struct Node {
        enum class Kind { Empty, Text, Raw, Object, Array };
        Kind kind = Kind::Empty;
        std::string name;  // of a member
        std::string value; // of Text and Raw
        std::vector<Node> members;
        std::vector<Node> elements;
    };
    static void clear(Node& node, Node::Kind kind);
    Node* place(std::string_view path);
    static Node* member(Node& node, std::string_view name);
    static Node* element(Node& node, std::string_view index);
    static void write(const Node& node, json::Writer& out);

    Node m_root;
};

} // namespace gatehouse::dialects::gemini
