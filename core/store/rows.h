// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/statement.h"

#include <vector>

namespace gatehouse::store {

// Runs a query and reads each of its rows with read(statement). The connection's thread.
template <typename Row, typename Read>
Result<std::vector<Row>> rowsOf(Statement& query, Read read) {
    if (auto run = query.run(); !run)
        return tl::unexpected(run.error());
    std::vector<Row> out;
    while (true) {
        const auto more = query.next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        out.push_back(read(query));
    }
}

} // namespace gatehouse::store
