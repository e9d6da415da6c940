// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

enum class ParameterType { Text, Integer, Flag, Choice, List, Time, Cursor, Digits };

// A query parameter. What is checked and what the OpenAPI document says come from the same values.
struct Parameter {
    std::string name;
    std::string description;
    ParameterType type = ParameterType::Text;
    std::int64_t least = 0; // Integer
    std::int64_t most = 0;
    std::int64_t preset = 0;        // Integer: what an absent one means
    std::vector<std::string> oneOf; // Choice; List: comma list of these
    std::size_t mostItems = 32;     // List
    std::string schema;             // Text: JSON text for the document; the operation itself checks
};

Parameter textParameter(std::string name, std::string description);
Parameter integerParameter(std::string name, std::string description, std::int64_t least, std::int64_t most,
                           std::int64_t preset);
Parameter flagParameter(std::string name, std::string description);
Parameter choiceParameter(std::string name, std::string description, std::vector<std::string> oneOf);
Parameter listParameter(std::string name, std::string description, std::vector<std::string> oneOf,
                        std::size_t mostItems = 32);
Parameter timeParameter(std::string name, std::string description);
Parameter cursorParameter();
Parameter numberCursorParameter(); // a cursor that is a number

// Invalid (invalid_parameter) with field, expected and found.
Result<void> checkParameter(const Parameter& parameter, std::string_view value);
boost::json::object schemaOf(const Parameter& parameter);

} // namespace gatehouse::admin
