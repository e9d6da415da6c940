// SPDX-License-Identifier: Apache-2.0
#include "core/admin/body.h"

#include "core/contract/json_text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

bool hasNul(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

// Depth is bounded by parseJson().
bool holdsNul(const json::value& value) {
    if (const auto* text = value.if_string())
        return hasNul(*text);
    if (const auto* array = value.if_array())
        return std::any_of(array->begin(), array->end(), holdsNul);
    if (const auto* object = value.if_object())
        return std::any_of(object->begin(), object->end(), [](const json::key_value_pair& pair) {
            return hasNul(pair.key()) || holdsNul(pair.value());
        });
    return false;
}

} // namespace

Outcome<json::value> parseBody(std::string_view text) {
    auto parsed = contract::parseJson(text);
    // As one error, not as faults: a name given twice is then as wrong as a missing brace, and no conflict of values.
    if (!parsed)
        return refused(contract::toError(parsed.error()));
    // No schema can say it of values that are free JSON.
    if (holdsNul(*parsed))
        return refused(contract::Faults{contract::makeFault(contract::FaultCode::Conflict, contract::Path(),
                                                            "texts without NUL", "a NUL (\\u0000) in a text")});
    return std::move(*parsed);
}

} // namespace gatehouse::admin
