// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"
#include "core/telemetry/record_writer.h"

#include <cstdint>
#include <vector>

namespace gatehouse::store {

// The keys ("seq") of the rows of a batch, rising in its order. On SQLite the numbers that the calls have; on
// PostgreSQL, where several recorders write, from the database's own counter, so that the order of all rows is about
// that of their coming. A batch that is written again takes new ones.
Result<std::vector<std::int64_t>> rowKeysFor(Connection& connection, const telemetry::RecordBatch& batch);

} // namespace gatehouse::store
