// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/value.hpp>
#include <functional>
#include <memory>

namespace gatehouse::services {

// What a value is held against. Immutable; any thread.
class SchemaCheck {
public:
    virtual ~SchemaCheck() = default;
    // Errors: Invalid; field is a JSON pointer to the place, the message what is wrong there, without the value.
    virtual Result<void> check(const boost::json::value& value) const = 0;
};
using SchemaCheckPtr = std::shared_ptr<const SchemaCheck>;

// Of a JSON Schema of draft 7. Errors: Invalid, where it is none.
using SchemaMaker = std::function<Result<SchemaCheckPtr>(const boost::json::value& schema)>;
SchemaMaker schemaMaker();

} // namespace gatehouse::services
