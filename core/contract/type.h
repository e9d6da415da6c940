// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a description says of a field's values: enough for a JSON Schema, for the reference and for checking. Built by
// describe.h, immutable afterwards.
namespace gatehouse::contract {

class Path;
class Reader;
struct ObjectDescription;

enum class TypeKind { Text, Boolean, Integer, Duration, Money, Time, RetryCondition, List, Map, Object, Json };

struct Type {
    TypeKind kind = TypeKind::Text;

    // Text. "check" decides, "pattern" (ECMA 262, for the schema) says the same or less; where "oneOf" is filled it
    // decides alone. "later" are values that are known but that this version lacks.
    std::vector<std::string> oneOf;
    std::vector<std::string> later;
    std::function<bool(std::string_view)> check;
    std::string pattern;
    std::string expected; // "an http or https URL"
    bool lines = false;   // may have several: line feeds, tabs
    std::size_t leastLength = 0;
    std::size_t mostLength = 4096;

    // Integer; for Money in whole dollars, for Duration in milliseconds.
    std::int64_t least = 0;
    std::int64_t most = 0;

    // List; Map: of its values, which are texts
    std::shared_ptr<const Type> element;
    std::size_t leastItems = 0;
    std::size_t mostItems = 100'000;
    bool unique = false;

    // Map: a rule of the names, as for texts.
    std::shared_ptr<const Type> name;

    const ObjectDescription* object = nullptr;

    // Json: any value, or objects alone; at most mostLength bytes as text, mostDepth levels.
    bool objectsOnly = false;
};

// Of values of TypeKind::Json.
inline constexpr std::size_t mostJsonDepth = 32;

// Where a field exists.
enum class Form { File, Api };

// Which fields are written. Full: all that have a value; Short: those that differ from their default.
enum class Writing { Full, Short };

struct FieldDescription {
    std::string name;
    std::string explanation; // a sentence or two, Markdown
    Type type;
    bool required = false;
    bool readOnly = false;  // set by the gateway
    bool writeOnly = false; // taken, never shown
    bool secret = false;    // a wrong value must not be repeated in messages
    bool inFile = true;
    bool inApi = true;
    std::optional<boost::json::value> defaultValue; // what an absent field means
    boost::json::value example;                     // null: none

    bool in(Form form) const { return form == Form::File ? inFile : inApi; }

    std::function<void(void* object, const boost::json::value&, const Path&, Reader&)> read;
    std::function<std::optional<boost::json::value>(const void* object, Form, Writing)> write; // nullopt: unset
};

struct ObjectDescription {
    std::string name; // of the schema: "Provider"
    std::string explanation;
    std::vector<FieldDescription> fields;
    // At least one of these sets of fields must be there; for the schema only, the rooms that read it check.
    std::vector<std::vector<std::string>> oneComplete;

    const FieldDescription* field(std::string_view fieldName) const;
};

// "text", "a whole number from 0 to 5", "one of priority": for messages, the reference and the schema's titles.
std::string expectedText(const Type& type);

} // namespace gatehouse::contract
