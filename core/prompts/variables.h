// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"
#include "core/prompts/json_schema.h"

#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace gatehouse::contract {
struct VariableSpec;
}

namespace gatehouse::prompts {

struct Variable {
    std::string name;
    std::string description;
    JsonSchema::Pointer schema; // never null: where none is given, a text
    std::optional<boost::json::value> defaultValue;
    std::optional<boost::json::value> example;
    bool required = true; // and without a default
    bool secret = false;
};

// What may be given to a prompt or a chain. Immutable once compiled; any thread.
class Variables {
public:
    // Faults name fields below "path" ("variables[2].schema").
    static contract::Checked<Variables> compile(const std::vector<contract::VariableSpec>& specs,
                                                const contract::Path& path);

    const std::vector<Variable>& all() const { return m_all; }
    const Variable* find(std::string_view name) const;

    // The values with defaults for those that are absent; what is absent and has none is null. Faults name the variable
    // as the field and hold nothing of the values. A value that comes as a text where a number, a flag, a list or an
    // object is wanted (from an address's query) is read as JSON.
    enum class From { Json, Query };
    contract::Checked<boost::json::object> take(const boost::json::object& values, From from = From::Json) const;

    // The same with "‹name›" in the place of secret values: for previews and explanations.
    boost::json::object masked(const boost::json::object& taken) const;
    // One of each variable from its example, its default or its schema: for previews and documents.
    boost::json::object examples() const;
    // A schema of the object that take() takes, for documents and tools; "place" is where it will stand in the
    // document.
    boost::json::object schema(std::string_view place = "#") const;

private:
    std::vector<Variable> m_all;
};

} // namespace gatehouse::prompts
