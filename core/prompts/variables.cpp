// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/variables.h"

#include "core/contract/json_text.h"
#include "core/contract/prompt_specs.h"
#include "core/prompts/schema_tools.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>
#include <utility>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::Path;
using contract::quoted;

const JsonSchema::Pointer& anyText() {
    static const JsonSchema::Pointer schema = *JsonSchema::compile(json::object{{"type", "string"}});
    return schema;
}

Fault faultAt(const Path& path, FaultCode code, std::string detail) {
    auto fault = contract::makeFault(code, path, {}, {});
    fault.detail = std::move(detail);
    return fault;
}

// A value of the specification that its own schema refuses.
void hold(const JsonSchema& schema, const json::value& value, const Path& path, Faults& faults) {
    for (const auto& fault : schema.check(value, 1))
        faults.push_back(faultAt(path, FaultCode::Conflict, "does not fit the variable's schema: " + fault.text()));
}

// From an address's query everything comes as text.
json::value readQuery(const json::value& value, const JsonSchema& schema) {
    const auto* text = value.if_string();
    if (text == nullptr || schema.fits(value))
        return value;
    auto parsed = contract::parseJson(*text);
    return parsed ? std::move(*parsed) : value;
}

Fault valueFault(const Variable& variable, const SchemaFault& wrong) {
    const Path root;
    auto fault = contract::makeFault(FaultCode::InvalidValue, Path(root, variable.name), {}, {});
    fault.pointer += wrong.pointer;
    // Where in a secret something is wrong would tell of it.
    fault.detail = "the value of " + quoted(variable.name) + " does not fit" +
                   (variable.secret ? std::string(" its schema") : ": " + wrong.text());
    return fault;
}

} // namespace

contract::Checked<Variables> Variables::compile(const std::vector<contract::VariableSpec>& specs, const Path& path) {
    Variables out;
    Faults faults;
    std::set<std::string> names;
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const auto& spec = specs[i];
        const Path here(path, i);
        if (!names.insert(spec.name).second)
            faults.push_back(faultAt(Path(here, "name"), FaultCode::Duplicate,
                                     "the variable " + quoted(spec.name) + " is declared twice"));
        Variable variable{spec.name,    spec.description, anyText(),  spec.defaultValue,
                          spec.example, spec.required,    spec.secret};
        if (spec.schema) {
            auto schema = JsonSchema::compile(*spec.schema);
            if (schema)
                variable.schema = std::move(*schema);
            else
                faults.push_back(faultAt(Path(here, "schema"), FaultCode::Conflict, schema.error().text()));
        }
        if (variable.secret && variable.defaultValue)
            faults.push_back(faultAt(Path(here, "default"), FaultCode::Conflict,
                                     "a secret variable has no default: it would stand in the configuration"));
        if (variable.defaultValue)
            hold(*variable.schema, *variable.defaultValue, Path(here, "default"), faults);
        if (variable.example)
            hold(*variable.schema, *variable.example, Path(here, "example"), faults);
        out.m_all.push_back(std::move(variable));
    }
    if (!faults.empty())
        return tl::unexpected(std::move(faults));
    return out;
}

const Variable* Variables::find(std::string_view name) const {
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [name](const Variable& variable) { return variable.name == name; });
    return found == m_all.end() ? nullptr : &*found;
}

contract::Checked<json::object> Variables::take(const json::object& values, From from) const {
    json::object out;
    out.reserve(m_all.size());
    Faults faults;
    std::size_t used = 0;
    for (const auto& variable : m_all) {
        const auto* given = values.if_contains(variable.name);
        if (given == nullptr) {
            if (!variable.defaultValue && variable.required)
                faults.push_back(faultAt(Path(Path(), variable.name), FaultCode::MissingField,
                                         "the variable " + quoted(variable.name) + " is not given"));
            out.emplace(variable.name, variable.defaultValue.value_or(nullptr));
            continue;
        }
        ++used;
        auto& taken = out.emplace(variable.name, from == From::Query ? readQuery(*given, *variable.schema) : *given)
                          .first->value();
        for (const auto& wrong : variable.schema->check(taken, 1))
            faults.push_back(valueFault(variable, wrong));
    }
    if (used != values.size()) {
        for (const auto& member : values) {
            if (find(member.key()) == nullptr)
                faults.push_back(faultAt(Path(Path(), member.key()), FaultCode::UnknownField,
                                         "there is no variable " + quoted(member.key())));
        }
    }
    if (!faults.empty())
        return tl::unexpected(std::move(faults));
    return out;
}

json::object Variables::masked(const json::object& taken) const {
    json::object out = taken;
    for (const auto& variable : m_all) {
        if (auto* value = variable.secret ? out.if_contains(variable.name) : nullptr;
            value != nullptr && !value->is_null())
            *value = "\u2039" + variable.name + "\u203a";
    }
    return out;
}

json::object Variables::examples() const {
    json::object out;
    for (const auto& variable : m_all) {
        if (variable.example)
            out.emplace(variable.name, *variable.example);
        else if (variable.defaultValue)
            out.emplace(variable.name, *variable.defaultValue);
        else
            out.emplace(variable.name, exampleOf(variable.schema->source()));
    }
    return out;
}

json::object Variables::schema(std::string_view place) const {
    json::object properties;
    json::array required;
    for (const auto& variable : m_all) {
        auto schema = movedSchema(variable.schema->source(), std::string(place) + "/properties/" + variable.name);
        // The schemas true and false have no room for words.
        if (auto* object = schema.if_object()) {
            if (!variable.description.empty())
                object->insert_or_assign("description", variable.description);
            if (variable.defaultValue)
                object->insert_or_assign("default", *variable.defaultValue);
            if (variable.example)
                object->insert_or_assign("examples", json::array{*variable.example});
        }
        if (variable.required && !variable.defaultValue)
            required.emplace_back(variable.name);
        properties.emplace(variable.name, std::move(schema));
    }
    json::object out{{"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
    if (!required.empty())
        out.emplace("required", std::move(required));
    return out;
}

} // namespace gatehouse::prompts
