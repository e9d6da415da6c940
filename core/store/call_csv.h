// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/call_query.h"

#include <string>
#include <string_view>

// Calls as a table for spreadsheets (RFC 4180). Pure functions.
namespace gatehouse::store {

// The line with the names of the columns.
std::string csvHead();
void appendCsv(std::string& out, const StoredCall& call);

// One cell. What a spreadsheet would take for a formula (= + - @, tab, carriage return at the start) gets an apostrophe
// in front and quotes around.
void appendCsvCell(std::string& out, std::string_view value);

} // namespace gatehouse::store
