// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"

namespace gatehouse::store {

// The number of the last migration: the form of the database that this version writes.
int schemaVersion();

// Brings the database to that form, a transaction for each migration. Refuses one that a newer version made
// (Unavailable, store_newer).
Result<void> migrate(Connection& connection);

} // namespace gatehouse::store
