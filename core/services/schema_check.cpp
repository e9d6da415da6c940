// SPDX-License-Identifier: Apache-2.0
#include "core/services/schema_check.h"

#include "core/prompts/json_schema.h"

namespace gatehouse::services {
namespace {

class CheckByJsonSchema final : public SchemaCheck {
public:
    explicit CheckByJsonSchema(prompts::JsonSchema::Pointer schema) : m_schema(std::move(schema)) {}

    Result<void> check(const boost::json::value& value) const override {
        auto faults = m_schema->check(value, 1);
        if (faults.empty())
            return {};
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "invalid_request";
        error.field = std::move(faults.front().pointer);
        error.message = std::move(faults.front().message);
        return tl::unexpected<Error>(std::move(error));
    }

private:
    prompts::JsonSchema::Pointer m_schema;
};

} // namespace

SchemaMaker schemaMaker() {
    return [](const boost::json::value& schema) -> Result<SchemaCheckPtr> {
        auto compiled = prompts::JsonSchema::compile(schema);
        if (!compiled)
            return failure(ErrorKind::Invalid, "invalid_document", compiled.error().text());
        return std::make_shared<const CheckByJsonSchema>(std::move(*compiled));
    };
}

} // namespace gatehouse::services
