// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/prompts/template.h"

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

// What a template is compiled to. Only the files of Template include it.
namespace gatehouse::prompts {

enum class NodeKind : std::uint8_t { Text, Value, Section, Inverted, Partial };

struct Node {
    NodeKind kind = NodeKind::Text;
    std::string text;              // of a Text; else the name as written, for messages
    std::vector<std::string> path; // of a name: its parts; none: the item itself ({{.}})
    std::size_t end = 0;           // of a section: the index behind its last node
    std::shared_ptr<const Template::Program> partial;
    std::size_t line = 1;
    std::size_t column = 1;
};

// A template or a partial with its indentation: sections hold the nodes up to their end.
struct Template::Program {
    std::string name; // of the partial; empty: the template itself
    std::vector<Node> nodes;
    std::size_t tags = 0;  // its nodes, with those of its partials
    std::size_t bytes = 0; // its texts, with those of its partials
};

} // namespace gatehouse::prompts
