// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::services {

// The query of a call, in its order. What is not touched goes on as it came, but for ';', at which some servers part
// too: it is escaped. Pure; any thread.
class Query {
public:
    struct Pair {
        std::string name; // decoded, '+' a blank
        std::string value;
        std::string raw; // as it is sent on
    };
    // Errors: Invalid invalid_query for broken escapes and more than 256 pairs.
    static Result<Query> parse(std::string_view text);

    const std::vector<Pair>& pairs() const { return m_pairs; }
    const std::string* value(std::string_view name) const; // the first of that name, or null
    void remove(std::string_view name);
    void set(std::string_view name, std::string_view value); // in the place of all of that name
    std::string text() const;                                // without '?'

private:
    std::vector<Pair> m_pairs;
};

} // namespace gatehouse::services
