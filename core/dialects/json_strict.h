// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/json_text.h"

#include <cstddef>
#include <string_view>

namespace gatehouse::dialects::json {

// A value as the strict walk meets it. Offsets are into the text.
struct Item {
    Type type = Type::Invalid;
    std::size_t begin = 0;
    std::size_t end = 0;            // behind the value; of a container only when it is closed
    std::size_t unicodeEscapes = 0; // of a string: its \uXXXX, six bytes each
    bool escaped = false;           // of a string: it holds at least one escape
};

// Told of every value of a text, in its order.
class Visitor {
public:
    virtual ~Visitor() = default;
    // A scalar, or a container that opens. "depth" counts the containers around it (0: the text's own value). "name" is
    // that of the member, decoded; empty for elements of arrays and the outermost value. It lives until the call
    // returns.
    virtual void value(std::size_t depth, std::string_view name, const Item& item) = 0;
    // The container at that depth, complete.
    virtual void close(std::size_t depth, const Item& item) = 0;
};

// RFC 8259 to the letter, and stricter where two readers could differ: valid UTF-8, no name twice in one object (names
// are compared decoded), at most "depth" containers within each other, one value and nothing behind it. Numbers of any
// size and escaped lone surrogates pass: nothing is converted. Without recursion; the time is n log n at worst.
// Errors: Invalid with code invalid_json, duplicate_name or too_deep; the message says where. The visitor may have been
// told of values by then.
Result<void> walkStrictly(std::string_view text, std::size_t depth, Visitor& visitor);

} // namespace gatehouse::dialects::json
