// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::apis {

// A variable that a query may give a value to. Both must outlive the reading.
struct QueryField {
    std::string_view name;
    const boost::json::object* schema = nullptr; // says how its text is read; null: as text
};

// What a query says: values of variables, and the words that are the gateway's own.
struct QueryWish {
    boost::json::object values;
    std::optional<bool> stream; // ?stream=
    std::optional<bool> async;  // ?async=
};

// Words that no variable can be given by in a query: stream, async, and key, where Gemini's libraries put the key.
bool isReservedInQuery(std::string_view name);

// Reads "name=value&…" (application/x-www-form-urlencoded: '+' is a blank, percent escapes are decoded once) by the
// schemas' "type": a string as it stands; integer, number and boolean as JSON writes them; an array from a name that
// stands there again and again, each item by "items"; an object as JSON text. Where several types are allowed, the
// first that the text can be is taken, text last. Whether the value is valid is judged elsewhere.
// Errors: Invalid invalid_query (a broken escape, not UTF-8, a name without a field, a name twice, a text that its
// type cannot be), with field, expected and found.
Result<QueryWish> readQuery(std::string_view query, std::span<const QueryField> fields);

// Only the gateway's own words, of a request whose values stand in its body; any other name is an error.
Result<QueryWish> readFlags(std::string_view query);

} // namespace gatehouse::apis
