// SPDX-License-Identifier: Apache-2.0
#include "core/store/row_keys.h"

#include <algorithm>

namespace gatehouse::store {

Result<std::vector<std::int64_t>> rowKeysFor(Connection& connection, const telemetry::RecordBatch& batch) {
    std::vector<std::int64_t> keys;
    keys.reserve(batch.calls.size());
    if (!connection.postgres()) {
        for (const auto& call : batch.calls)
            keys.push_back(static_cast<std::int64_t>(call.sequence));
        return keys;
    }
    if (batch.calls.empty())
        return keys;
    auto take = connection.prepare(QStringLiteral("SELECT nextval('calls_seq') FROM generate_series(1, ?)"));
    if (!take)
        return tl::unexpected(take.error());
    if (auto run = take->number(static_cast<std::int64_t>(batch.calls.size())).run(); !run)
        return tl::unexpected(run.error());
    while (true) {
        const auto more = take->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            break;
        keys.push_back(take->numberAt(0));
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}

} // namespace gatehouse::store
