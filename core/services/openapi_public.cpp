// SPDX-License-Identifier: Apache-2.0
// The published document of a service.
#include "core/services/openapi_document.h"
#include "core/services/openapi_import.h"
#include "core/services/openapi_schema.h"
#include "core/services/path.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 100;
constexpr std::size_t mostValues = 400'000;

constexpr std::array<std::string_view, 6> dropped = {"servers", "security",     "callbacks",
                                                     "links",   "externalDocs", "tags"};

// Names are free below these: nothing there is an extension.
bool isMapOfNames(std::string_view name) {
    return name == "properties" || name == "patternProperties" || name == "headers" || name == "content" ||
           name == "responses" || name == "examples";
}
// Below these stands data, not description.
bool isData(std::string_view name) {
    return name == "example" || name == "default" || name == "enum" || name == "const" || name == "value";
}

class Publishing {
public:
    Publishing(const OpenApi& api, const std::vector<std::string_view>& reserved) : m_api(api), m_reserved(reserved) {}

    Result<PublicParts> run(std::string_view prefix) {
        PublicParts parts;
        for (const auto& [path, value] : m_api.root().at("paths").get_object()) {
            const auto* item = m_api.resolvedObject(&value);
            if (std::string_view(path).starts_with('/') && item != nullptr)
                parts.paths[std::string(prefix) + std::string(path)] = written(json::value(*item), 0, Place::Other);
        }
        while (!m_open.empty()) {
            const auto reference = m_open.front();
            m_open.pop_front();
            parts.schemas[m_names.at(reference)] = schema(*m_api.at(reference), 0);
        }
        if (m_values > mostValues)
            return failure(ErrorKind::Invalid, "invalid_document",
                           "The OpenAPI document: it is too large with all its references written out.");
        return parts;
    }

private:
    enum class Place { Other, Names, Schemas };

    json::value schema(const json::value& value, std::size_t depth) {
        auto out = written(value, depth, Place::Schemas);
        if (!m_api.is31())
            toSchema31(out);
        return out;
    }

    json::value written(const json::value& value, std::size_t depth, Place place) {
        if (depth > deepest || ++m_values > mostValues)
            return json::object();
        if (const auto* array = value.if_array()) {
            json::array out;
            for (const auto& element : *array)
                out.push_back(written(element, depth + 1, place == Place::Names ? Place::Other : place));
            return out;
        }
        const auto* object = value.if_object();
        if (object == nullptr)
            return value;
        if (const auto reference = textAt(*object, "$ref"); !reference.empty() && place != Place::Names)
            return referred(*object, reference, depth, place);
        json::object out;
        for (const auto& [name, member] : *object) {
            if (place == Place::Names)
                out[name] = written(member, depth + 1, m_namesHold);
            else if (!isDropped(name))
                out[name] = this->member(name, member, depth, place);
        }
        return out;
    }

    static bool isDropped(std::string_view name) {
        return name.starts_with("x-") || std::find(dropped.begin(), dropped.end(), name) != dropped.end();
    }

    json::value member(std::string_view name, const json::value& value, std::size_t depth, Place place) {
        if (isData(name))
            return value;
        if (name == "schema" && place == Place::Other)
            return schema(value, depth + 1);
        if (!isMapOfNames(name))
            return written(value, depth + 1, place);
        const auto before = m_namesHold;
        m_namesHold = place;
        auto out = written(value, depth + 1, Place::Names);
        m_namesHold = before;
        return out;
    }

    // A schema stays a reference; anything else is written out.
    json::value referred(const json::object& object, std::string_view reference, std::size_t depth, Place place) {
        const auto* target = m_api.resolved(m_api.at(reference));
        if (target == nullptr)
            return json::object();
        if (place == Place::Other)
            return written(*target, depth + 1, place);
        json::object out;
        if (m_api.is31()) {
            for (const auto& [name, value] : object) {
                if (name != "$ref" && !isDropped(name))
                    out[name] = member(name, value, depth, place);
            }
        }
        out["$ref"] = "#/components/schemas/" + nameOf(reference);
        return out;
    }

    const std::string& nameOf(std::string_view reference) {
        auto known = m_names.find(reference);
        if (known != m_names.end())
            return known->second;
        constexpr std::string_view place = "#/components/schemas/";
        std::string name;
        if (reference.starts_with(place))
            name = reference.substr(place.size());
        const bool plain = !name.empty() && name.find_first_of("/%~") == std::string::npos;
        const bool taken = std::find(m_reserved.begin(), m_reserved.end(), name) != m_reserved.end();
        if (!plain)
            name = "Part" + std::to_string(m_names.size() + 1);
        else if (taken)
            name += "OfService";
        m_open.emplace_back(reference);
        return m_names.emplace(std::string(reference), std::move(name)).first->second;
    }

    const OpenApi& m_api;
    const std::vector<std::string_view>& m_reserved;
    Place m_namesHold = Place::Other; // what lies below the names of a map
    std::size_t m_values = 0;
    std::map<std::string, std::string, std::less<>> m_names; // of schemas, by reference
    std::deque<std::string> m_open;
};

json::object nameParameters(const std::string& path) {
    json::array parameters;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
        const auto close = path.find('}', open);
        if (close == std::string::npos)
            break;
        json::object parameter;
        parameter["name"] = path.substr(open + 1, close - open - 1);
        parameter["in"] = "path";
        parameter["required"] = true;
        parameter["schema"] = json::object{{"type", "string"}};
        parameters.push_back(std::move(parameter));
    }
    json::object item;
    if (!parameters.empty())
        item["parameters"] = std::move(parameters);
    return item;
}

} // namespace

Result<PublicParts> publicParts(const json::value& document, std::string_view prefix,
                                const std::vector<std::string_view>& reserved) {
    const auto api = OpenApi::read(document);
    if (!api)
        return tl::unexpected(api.error());
    return Publishing(*api, reserved).run(prefix);
}

PublicParts plainParts(const contract::ServiceSpec& spec, std::string_view prefix) {
    PublicParts parts;
    const std::vector<contract::ServiceRuleSpec> whole(1);
    for (const auto& rule : spec.rules.empty() ? whole : spec.rules) {
        auto path = rule.match.path;
        if (path.ends_with('*')) {
            path.pop_back();
            path += "{rest}";
        }
        const auto full = std::string(prefix) + path;
        auto item = nameParameters(full);
        const std::vector<std::string> any{"GET", "POST", "PUT", "PATCH", "DELETE"};
        for (const auto& method : rule.match.methods.empty() ? any : rule.match.methods) {
            std::string name = method;
            std::transform(name.begin(), name.end(), name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
            json::object operation;
            operation["summary"] = method + " " + rule.name.value_or(rule.match.path);
            json::object content;
            content["*/*"] = json::object();
            if (name != "get" && name != "delete" && name != "head")
                operation["requestBody"] = json::object{{"content", content}};
            json::object answer;
            answer["description"] = "What the service answers.";
            answer["content"] = std::move(content);
            operation["responses"] = json::object{{"2XX", std::move(answer)}};
            item[name] = std::move(operation);
        }
        if (auto* known = parts.paths.if_contains(full); known != nullptr) {
            for (auto& member : item)
                known->get_object().emplace(member.key(), std::move(member.value()));
        } else {
            parts.paths[full] = std::move(item);
        }
    }
    return parts;
}

} // namespace gatehouse::services
