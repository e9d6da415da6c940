// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"

#include <cstdint>

namespace gatehouse::store {

// The room that a store takes on the disk.
struct StoreSize {
    std::int64_t bytes = 0; // of the database
    std::int64_t free = 0;  // of them: left by deleted rows, for new ones or for giving back. SQLite; 0 on PostgreSQL
    std::int64_t pageBytes = 1;
    std::int64_t used() const { return bytes - free; }
    std::int64_t freePages() const { return free / pageBytes; }
};
Result<StoreSize> sizeOf(Connection& connection);

// Can the database give pages back while it is used? Always on PostgreSQL (VACUUM); on SQLite where the file was made
// with auto_vacuum=INCREMENTAL, as this version makes it.
Result<bool> givesPagesBack(Connection& connection);

// Gives up to so many free pages of SQLite back to the disk: a short transaction.
Result<void> giveBackPages(Connection& connection, int pages);

// Makes a small file of an earlier version one that gives pages back, which writes it anew; leaves a large one as it
// is. Control thread, before anything else uses the store.
Result<void> prepareForVacuum(Connection& connection);

} // namespace gatehouse::store
