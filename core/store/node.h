// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/connection.h"

#include <cstdint>
#include <string>

namespace gatehouse::store {

// Which of a store's recorders belongs to a data folder. A SQLite store has one. On PostgreSQL a data folder has a name
// of its own (its file "node", made at random), and the store a number for it.
struct Node {
    std::int64_t id = 1;
    std::string store; // the store's own mark, so that a data folder keeps call numbers apart by store; "" on SQLite
};

// Numbers of "dimensions" that belong to a node: [first, end).
struct DimensionRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
};
constexpr DimensionRange dimensionRange(std::int64_t node) {
    constexpr std::int64_t each = std::int64_t{1} << 40U;
    return {(node - 1) * each + 1, node * each};
}

// Looks the data folder's node up, and makes it where it is new: its number and its row in the book. Control thread.
Result<Node> nodeOf(Connection& connection, const std::string& dataDirectory);

// The setting that holds the store's mark.
inline constexpr auto storeMarkSetting = "store.mark";
std::string newStoreMark();

} // namespace gatehouse::store
