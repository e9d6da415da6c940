// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"

#include <string>
#include <vector>

namespace gatehouse::store {

struct TableColumns {
    std::string table;
    std::vector<std::string> columns; // in their order
};

// What the database says of its tables, schema_migrations left out: by name.
Result<std::vector<TableColumns>> tablesOf(Connection& connection);

} // namespace gatehouse::store
