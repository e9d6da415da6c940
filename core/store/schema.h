// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"

#include <functional>

namespace gatehouse::store {

// The number of the last migration: the form of the database that this version writes.
int schemaVersion();
// The form that the database has; 0 where nothing is in it yet.
Result<int> schemaOf(Connection& connection);
// "store_newer".
Error newerThanThis(int form);

// Called before each statement and each commit: tests end the process there.
using BeforeStatement = std::function<void()>;

// Brings the database to this version's form (or an earlier one, if it has not passed that yet), a transaction for each
// migration. Refuses one that a newer version made (Unavailable, store_newer).
Result<void> migrate(Connection& connection, int upTo = schemaVersion(), const BeforeStatement& before = nullptr);
// The same in the caller's transaction: the migrations after "from" up to "upTo".
Result<void> migrateWithin(Connection& connection, int from, int upTo);

} // namespace gatehouse::store
