// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/prompts/schema_nodes.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Reads the keywords of a schema into nodes. Only the files of JsonSchema include it.
namespace gatehouse::prompts {

class SchemaCompiler {
public:
    explicit SchemaCompiler(const boost::json::value& document) : m_document(document) {}

    tl::expected<SchemaNodes, SchemaFault> run(std::string_view pointer);

private:
    // Where a schema stands in the document, and how deep.
    struct Place {
        std::string pointer;
        std::size_t depth = 0;

        Place under(std::string_view name) const;
    };
    // One keyword of the schema at "place".
    using Take = void (SchemaCompiler::*)(NodeIndex, const boost::json::value&, const Place& place,
                                          std::string_view name);
    using Allowed = std::optional<std::set<std::string, std::less<>>>;

    SchemaNode& node(NodeIndex index) { return m_nodes.all[index]; }
    void fail(const Place& place, std::string_view keyword, std::string message);
    NodeIndex schema(const boost::json::value& value, const Place& place);
    void keywords(NodeIndex index, const boost::json::object& object, const Place& place);
    bool isAnnotation(std::string_view name, const Place& place) const;
    static std::string hintFor(std::string_view name);
    static const std::unordered_map<std::string_view, Take>& takers();
    void takeReference(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeDraft(NodeIndex, const boost::json::value& value, const Place& place, std::string_view name);
    void takeDefinitions(NodeIndex, const boost::json::value& value, const Place& place, std::string_view name);
    void takeType(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeEnum(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeConst(NodeIndex index, const boost::json::value& value, const Place&, std::string_view);
    // Of "enum" and "const".
    Allowed& allowed(NodeIndex index);
    // Where enum and const stand side by side, both hold.
    static void restrict(Allowed& values, std::set<std::string, std::less<>> mine);
    void takeNumber(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeCount(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    Pattern patternIn(std::string_view text, const Place& place, std::string_view name);
    void takePattern(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeFormat(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeUnique(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeList(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeItems(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeSchema(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    const boost::json::object* objectIn(const boost::json::value& value, const Place& place, std::string_view name);
    void takeProperties(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takePatternProperties(NodeIndex index, const boost::json::value& value, const Place& place,
                               std::string_view name);
    std::vector<std::string> namesIn(const boost::json::value& value, const Place& place, std::string_view name);
    void takeRequired(NodeIndex index, const boost::json::value& value, const Place& place, std::string_view name);
    void takeDependentRequired(NodeIndex index, const boost::json::value& value, const Place& place,
                               std::string_view name);
    void takeDependentSchemas(NodeIndex index, const boost::json::value& value, const Place& place,
                              std::string_view name);
    void findCircles();

    const boost::json::value& m_document;
    SchemaNodes m_nodes;
    std::vector<std::string> m_places;                  // of the nodes
    std::unordered_map<std::string, NodeIndex> m_known; // by place
    std::size_t m_open = 0;
    std::size_t m_patterns = 0;
    std::optional<SchemaFault> m_fault;
};

} // namespace gatehouse::prompts
