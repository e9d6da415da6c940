// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// One parameter behind a header's value: `; name="value"`. The value is without its quotes; escapes stand as they came.
struct HeaderParameter {
    std::string_view name;
    std::string_view value;
};

// A value such as `form-data; name="model"`, cut where every reader cuts it.
struct ParameterizedValue {
    std::string_view value; // "form-data"
    std::vector<HeaderParameter> parameters;
    std::optional<std::string_view> find(std::string_view name) const; // the first of that name
};

// Nothing where two readers could differ: a parameter named twice, one with '*' (RFC 5987; RFC 7578 §4.2 forbids it in
// forms), a backslash before a quote (an escape for some, an ordinary character for others), broken quotes.
std::optional<ParameterizedValue> readParameters(std::string_view text);

} // namespace gatehouse::dialects
