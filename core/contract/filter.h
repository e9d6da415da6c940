// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

// The grammar of the log's filter (UX §4), the same in GET /calls?q=, Analytics and exports:
//
//   filter = { term } ; all terms must hold; blanks part them
//   term   = [ "-" ] ( field operator values | text ) ; "-" excludes
//   field  = a name of filterFields()
//   operator = ":" | "=" | "!=" | ">" | ">=" | "<" | "<=" ; ":" and "=" are the same
//   values = value { "," value } ; any of them; only with ":", "=" and "!="
//   value, text = characters without blank and comma, or "…" with \" and \\ inside
//
// A text value that ends in * (outside quotes) stands for everything that begins so.
namespace gatehouse::contract {

enum class FilterField {
    Word, // plain text: found anywhere in id, models, provider, route, app, key, client, tags, error code
    Id,
    After, // calls that started at this time or later
    Before,
    Status,
    Outcome,
    ErrorCode,
    ErrorClass,
    Dialect,
    Operation,
    Model, // asked or served
    Asked,
    Served,
    Provider,
    Route,
    Team,
    App,
    Key, // id or name
    Client,
    Address,
    Tag, // one of the call's tags
    Session,
    Cache,
    Stream,
    Latency, // until the last byte
    FirstByte,
    Cost,
    Tokens, // input and output of all classes
    Input,
    Cached,
    Output,
    Attempts,
    Losses, // whether a translation lost something
    Demo,   // pretend money
    Api,    // published, that was called
    Prompt, // and its version: "sentiment@3"
};

enum class FilterOperator { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual };

// Which alternative of FilterValue a field's terms hold.
enum class FilterType { Text, Integer, Duration, Cost, Time, Flag };

struct FilterText {
    std::string text;
    bool prefix = false; // everything that begins with it
    bool operator==(const FilterText&) const = default;
};
struct FilterRange { // of integers, both ends included: "5xx" is 500 to 599
    std::int64_t least = 0;
    std::int64_t most = 0;
    bool operator==(const FilterRange&) const = default;
};
struct FilterMicros { // Duration: a length; Time: microseconds since 1970 UTC
    std::int64_t micros = 0;
    bool operator==(const FilterMicros&) const = default;
};
using FilterValue = std::variant<FilterText, FilterRange, FilterMicros, Money, bool>;

struct FilterTerm {
    FilterField field = FilterField::Word;
    FilterOperator op = FilterOperator::Equal; // for After and Before always Equal
    std::vector<FilterValue> values;           // any of them; at least one; exactly one with <, <=, >, >=
    bool excluded = false;                     // "-": the term must not hold
    std::size_t position = 0;                  // in the text, bytes: for chips and borders
    std::size_t length = 0;
    bool operator==(const FilterTerm&) const = default;
};

struct Filter {
    std::vector<FilterTerm> terms; // all must hold
    bool operator==(const Filter&) const = default;
};

struct FilterError {
    std::size_t position = 0; // bytes
    std::size_t length = 0;
    std::string field;
    std::string message; // a sentence: what is wrong
    std::string expected;
    std::string found;
};

// At most 4,096 bytes and 64 terms. "now" is what "-1h", "today" and "yesterday" count from; dates are UTC.
tl::expected<Filter, FilterError> parseFilter(std::string_view text, WallMicros now);

struct FilterFieldInfo {
    FilterField field;
    FilterType type;
    std::string_view name;
    std::string_view explanation;
    std::string_view example;
    std::vector<std::string_view> values; // where only these are taken
    std::string_view valuesFrom;          // resource whose ids are values ("providers"), or ""
};
// In the order in which they are offered. Word is not among them.
const std::vector<FilterFieldInfo>& filterFields();

struct FilterCompletion {
    std::size_t position = 0; // what stands there for "length" bytes is replaced by "text"
    std::size_t length = 0;
    std::string text;
    std::string explanation;
};
struct FilterCompletions {
    std::vector<FilterCompletion> items;
    std::string_view valuesFrom; // resource that would know more, filtered by "prefix"
    std::string prefix;
};
// What may stand at the cursor (a byte offset).
FilterCompletions completeFilter(std::string_view text, std::size_t cursor);

// The term that a click on a cell adds, quoted where needed: termText(FilterField::Model, "a b", false) is
// model:"a b".
std::string termText(FilterField field, std::string_view value, bool excluded);

} // namespace gatehouse::contract
