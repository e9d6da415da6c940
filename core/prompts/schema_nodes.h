// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/prompts/json_schema.h"
#include "core/prompts/schema_formats.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <re2/re2.h>
#include <set>
#include <string>
#include <utility>
#include <vector>

// What a schema is compiled to. Only the files of JsonSchema include it.
namespace gatehouse::prompts {

using NodeIndex = std::uint32_t;
using Pattern = std::shared_ptr<const RE2>;
using Children = std::vector<NodeIndex>;

enum JsonType : unsigned {
    NullType = 1,
    BooleanType = 2,
    ObjectType = 4,
    ArrayType = 8,
    NumberType = 16,
    StringType = 32,
    IntegerType = 64,
};

struct SchemaNode {
    std::optional<bool> fixed; // the schemas true and false
    std::optional<NodeIndex> reference;
    unsigned types = 0; // of "type"; 0: any
    // Of "enum" and "const": each value's canonical text, so that 1 and 1.0 are one.
    std::optional<std::set<std::string, std::less<>>> oneOfValues;
    std::string valuesTold; // for messages
    bool isConst = false;

    std::optional<long double> minimum, maximum, aboveMinimum, belowMaximum, multipleOf;
    std::optional<std::size_t> minLength, maxLength, minItems, maxItems, minProperties, maxProperties;
    std::size_t minContains = 1;
    std::optional<std::size_t> maxContains;
    Pattern pattern;
    std::optional<Format> format;
    std::string formatName;
    bool uniqueItems = false;

    Children prefixItems;
    std::optional<NodeIndex> items, contains, additionalProperties, propertyNames;
    std::map<std::string, NodeIndex, std::less<>> properties;
    std::vector<std::pair<Pattern, NodeIndex>> patternProperties;
    std::vector<std::string> required;
    std::vector<std::pair<std::string, std::vector<std::string>>> dependentRequired;
    std::vector<std::pair<std::string, NodeIndex>> dependentSchemas;

    Children allOf, anyOf, oneOf;
    std::optional<NodeIndex> no, when, then, otherwise; // not, if, then, else
};

struct SchemaNodes {
    std::vector<SchemaNode> all;
    NodeIndex root = 0;
};

tl::expected<SchemaNodes, SchemaFault> compileSchema(const boost::json::value& document, std::string_view pointer);
std::vector<SchemaFault> checkValue(const SchemaNodes& nodes, const boost::json::value& value, std::size_t most);

// "a text", "an object or null".
std::string describeTypes(unsigned types);

} // namespace gatehouse::prompts
