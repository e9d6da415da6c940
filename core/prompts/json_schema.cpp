// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/json_schema.h"

#include "core/prompts/schema_nodes.h"

#include <utility>

namespace gatehouse::prompts {

std::string SchemaFault::text() const {
    return pointer.empty() ? message : pointer + ": " + message;
}

JsonSchema::JsonSchema(boost::json::value source, std::unique_ptr<const SchemaNodes> nodes)
    : m_source(std::move(source)), m_nodes(std::move(nodes)) {}

JsonSchema::~JsonSchema() = default;

tl::expected<JsonSchema::Pointer, SchemaFault> JsonSchema::compile(const boost::json::value& schema) {
    return compileAt(schema, {});
}

tl::expected<JsonSchema::Pointer, SchemaFault> JsonSchema::compileAt(const boost::json::value& document,
                                                                     std::string_view pointer) {
    auto nodes = compileSchema(document, pointer);
    if (!nodes)
        return tl::unexpected(std::move(nodes.error()));
    auto kept = pointer.empty() ? document : boost::json::value();
    return Pointer(new JsonSchema(std::move(kept), std::make_unique<const SchemaNodes>(std::move(*nodes))));
}

std::vector<SchemaFault> JsonSchema::check(const boost::json::value& value, std::size_t most) const {
    return checkValue(*m_nodes, value, most);
}

} // namespace gatehouse::prompts
