// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/schema_compiler.h"

namespace gatehouse::prompts {
namespace {

// The schemas that are asked about the same value.
Children sameValue(const SchemaNode& it) {
    Children out;
    for (const auto* list : {&it.allOf, &it.anyOf, &it.oneOf})
        out.insert(out.end(), list->begin(), list->end());
    for (const auto& one : {it.reference, it.no, it.when, it.then, it.otherwise}) {
        if (one)
            out.push_back(*one);
    }
    for (const auto& [name, child] : it.dependentSchemas)
        out.push_back(child);
    return out;
}

} // namespace

// They must not lead back to themselves: only going into the value brings an end.
void SchemaCompiler::findCircles() {
    enum class Mark : std::uint8_t { New, Open, Done };
    std::vector<Mark> marks(m_nodes.all.size(), Mark::New);
    std::vector<std::pair<NodeIndex, std::size_t>> way;
    for (NodeIndex start = 0; start < marks.size(); ++start) {
        if (marks[start] != Mark::New)
            continue;
        way.assign(1, {start, 0});
        marks[start] = Mark::Open;
        while (!way.empty()) {
            auto& [index, next] = way.back();
            const auto others = sameValue(node(index));
            if (next == others.size()) {
                marks[index] = Mark::Done;
                way.pop_back();
                continue;
            }
            const auto other = others[next++];
            if (marks[other] == Mark::Open)
                return fail({m_places[other]}, "$ref", "the schema leads back to itself without going into the value");
            if (marks[other] == Mark::New) {
                marks[other] = Mark::Open;
                way.emplace_back(other, 0);
            }
        }
    }
}

} // namespace gatehouse::prompts
