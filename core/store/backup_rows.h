// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/row_insert.h"
#include "core/store/statement.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::store {

// Rows as a backup holds them, one value after the other: '0' nothing; 'i' and eight bytes, a whole number (least
// significant byte first); 't' and 'b', text and bytes, with four bytes of length before them.
void appendRow(std::string& out, const Statement& row, int columns);

// Inserts the rows that a part holds. Invalid backup_unreadable where it does not end with a whole row. Gives their
// number.
Result<std::size_t> insertRows(RowInsert& into, std::string_view part, int columns);

} // namespace gatehouse::store
