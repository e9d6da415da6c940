// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

// JSON Schema (json-schema.org) for values of clients and answers of models: what drafts 7 and 2020-12 have in common,
// so that a schema means the same to providers and in an OpenAPI 3.1 document.
//   - Each keyword that asserts something is understood or refused with its name; none is passed over. Annotations
//     (title, description, default, examples, …) and names that begin with "x-" may stand anywhere.
//   - Refused as another form exists: items as a list (prefixItems), dependencies (dependentRequired,
//     dependentSchemas), nullable. Refused for good: unevaluatedItems and unevaluatedProperties, $dynamicRef, $anchor,
//     $id below the root, references to other documents.
//   - "format" asserts; unknown formats are refused. Patterns are RE2's: linear in time, without look-around.
//   - A schema that is too large, too deep, or that leads back to itself without going into the value is refused when
//   it
//     is compiled. Checking has a budget of work: a value that would exceed it does not fit.
namespace gatehouse::prompts {

inline constexpr std::size_t mostSchemas = 2'000;  // subschemas of one schema
inline constexpr std::size_t mostSchemaDepth = 32; // within each other
inline constexpr std::size_t mostSchemaPatterns = 200;
inline constexpr std::size_t mostEnumValues = 2'000; // of one enum
inline constexpr std::size_t mostCheckWork = 1'000'000;

// What is wrong with a value, or with a schema itself. Holds nothing of the value but names of fields.
struct SchemaFault {
    std::string pointer; // RFC 6901, of the value; of a broken schema: in the schema
    std::string keyword; // "maxLength"; empty where none is to blame
    std::string message; // "expected at most 20 characters"

    std::string text() const; // "/label: expected …"; of the whole value without a pointer
};

struct SchemaNodes;

// Immutable once compiled; any thread.
class JsonSchema {
public:
    using Pointer = std::shared_ptr<const JsonSchema>;

    static tl::expected<Pointer, SchemaFault> compile(const boost::json::value& schema);
    // A schema within a larger document, such as OpenAPI's components: references lead through the document.
    static tl::expected<Pointer, SchemaFault> compileAt(const boost::json::value& document, std::string_view pointer);

    ~JsonSchema();

    // At most "most" faults, in the order of the schema; none: it fits.
    std::vector<SchemaFault> check(const boost::json::value& value, std::size_t most = 8) const;
    bool fits(const boost::json::value& value) const { return check(value, 1).empty(); }

    const boost::json::value& source() const { return m_source; }

private:
    JsonSchema(boost::json::value source, std::unique_ptr<const SchemaNodes> nodes);
    boost::json::value m_source;
    std::unique_ptr<const SchemaNodes> m_nodes;
};

} // namespace gatehouse::prompts
