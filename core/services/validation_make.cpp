// SPDX-License-Identifier: Apache-2.0
// How a document becomes checks.
#include "core/base/text.h"
#include "core/services/openapi_schema.h"
#include "core/services/validation.h"

#include <algorithm>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

using Parameter = Validation::Parameter;
using Content = Validation::Content;
using Operation = Validation::Operation;

enum Typed { Number, Boolean, Null, String, Array };

class Making {
public:
    Making(const OpenApi& api, const SchemaMaker& maker) : m_api(api), m_maker(maker) {}

    Result<Operation> operation(const ApiOperation& source) {
        Operation made;
        made.method = source.method;
        const auto id = textAt(*source.object, "operationId");
        made.id = id.empty() ? source.method + " " + source.path : std::string(id);
        m_where = source.method + " " + source.path.substr(0, 200);
        auto pattern = PathPattern::parse(source.path);
        if (!pattern || source.path.find('*') != std::string::npos)
            return wrong("this path cannot be held against calls: a name must fill its segment.");
        made.path = std::move(*pattern);
        for (const auto* parameter : source.parameters) {
            if (!add(made, *parameter))
                return tl::unexpected(std::move(m_error));
        }
        const bool fine = (source.body == nullptr || request(made, *source.body)) && answers(made, *source.object);
        if (!fine)
            return tl::unexpected(std::move(m_error));
        return made;
    }

private:
    tl::unexpected<Error> wrong(std::string why) {
        return failure(ErrorKind::Invalid, "invalid_document", "The OpenAPI document, " + m_where + ": " + why);
    }
    bool fail(std::string why) {
        m_error = wrong(std::move(why)).value();
        return false;
    }

    bool add(Operation& made, const json::object& source) {
        Parameter parameter;
        parameter.name = textAt(source, "name");
        const auto in = textAt(source, "in");
        if (parameter.name.empty())
            return fail("a parameter has no name.");
        if (in == "path")
            parameter.in = Parameter::In::Path;
        else if (in == "header")
            parameter.in = Parameter::In::Header;
        else if (in != "query")
            return in == "cookie" || fail("the parameter " + parameter.name + " stands nowhere (\"in\").");
        // OpenAPI says that these are described elsewhere; the last ones never come as far as a service.
        if (parameter.in == Parameter::In::Header &&
            (equalsIgnoringCase(parameter.name, "accept") || equalsIgnoringCase(parameter.name, "content-type") ||
             !isOfTheClient(parameter.name)))
            return true;
        if (parameter.in == Parameter::In::Path && !made.path.hasName(parameter.name))
            return fail("the path has no {" + parameter.name + "}.");
        const auto* required = source.if_contains("required");
        parameter.required = required != nullptr && required->is_bool() && required->get_bool();
        if (!schemaOf(parameter, source))
            return false;
        made.parameters.push_back(std::move(parameter));
        return true;
    }

    bool schemaOf(Parameter& parameter, const json::object& source) {
        const auto* schema = source.if_contains("schema");
        if (const auto* content = source.if_contains("content"); content != nullptr && content->is_object()) {
            if (content->get_object().empty())
                return true;
            const auto* media = m_api.resolvedObject(&content->get_object().begin()->value());
            if (!isJsonType(content->get_object().begin()->key()) || media == nullptr)
                return true;
            parameter.form = Parameter::Form::Json;
            schema = media->if_contains("schema");
        }
        const auto style = textAt(source, "style");
        if (schema == nullptr || style == "deepObject")
            return true;
        const auto* resolved = m_api.resolvedObject(schema);
        if (resolved != nullptr && parameter.form != Parameter::Form::Json) {
            types(*resolved, parameter, 0);
            if (parameter.typed[Array])
                listForm(parameter, source, style);
        }
        return check(parameter.check, *schema, Direction::Request, "the parameter " + parameter.name);
    }

    static void listForm(Parameter& parameter, const json::object& source, std::string_view style) {
        const auto* explode = source.if_contains("explode");
        const bool query = parameter.in == Parameter::In::Query;
        const bool repeated =
            explode != nullptr && explode->is_bool() ? explode->get_bool() : style.empty() || style == "form";
        parameter.form = query && repeated ? Parameter::Form::Repeated : Parameter::Form::List;
        parameter.separator = style == "spaceDelimited" ? ' ' : style == "pipeDelimited" ? '|' : ',';
    }

    // What a text may stand for. Of a list: what its elements may be.
    void types(const json::object& schema, Parameter& parameter, int depth) {
        if (depth > 8)
            return;
        const auto one = [&](std::string_view name) {
            parameter.typed[Number] |= name == "integer" || name == "number";
            parameter.typed[Boolean] |= name == "boolean";
            parameter.typed[Null] |= name == "null";
            parameter.typed[String] |= name == "string";
            parameter.typed[Array] |= name == "array";
        };
        const auto* type = schema.if_contains("type");
        if (type != nullptr && type->is_string())
            one(type->get_string());
        if (type != nullptr && type->is_array()) {
            for (const auto& each : type->get_array()) {
                if (each.is_string())
                    one(each.get_string());
            }
        }
        if (const auto* items = m_api.resolvedObject(schema.if_contains("items")))
            types(*items, parameter, depth + 1);
        for (const auto* name : {"allOf", "anyOf", "oneOf"}) {
            const auto* list = schema.if_contains(name);
            if (list == nullptr || !list->is_array())
                continue;
            for (const auto& each : list->get_array()) {
                if (const auto* inner = m_api.resolvedObject(&each))
                    types(*inner, parameter, depth + 1);
            }
        }
    }

    bool check(SchemaCheckPtr& into, const json::value& schema, Direction direction, const std::string& what) {
        auto alone = standaloneSchema(m_api, schema, direction);
        if (!alone)
            return fail(what + ": " + alone.error().message);
        auto made = m_maker(*alone);
        if (!made)
            return fail("the schema of " + what + " cannot be used: " + made.error().message);
        into = std::move(*made);
        return true;
    }

    bool contents(std::vector<Content>& into, const json::object& holder, Direction direction,
                  const std::string& what) {
        const auto* content = holder.if_contains("content");
        if (content == nullptr || !content->is_object())
            return true;
        for (const auto& [type, value] : content->get_object()) {
            const std::string_view whole = type;
            Content made;
            made.type = toLower(trim(whole.substr(0, whole.find(';'))));
            const auto* media = m_api.resolvedObject(&value);
            const auto* schema = media != nullptr ? media->if_contains("schema") : nullptr;
            if (schema != nullptr && (isJsonType(made.type) || made.type == "*/*" || made.type == "application/*") &&
                !check(made.check, *schema, direction, what))
                return false;
            into.push_back(std::move(made));
        }
        return true;
    }

    bool request(Operation& made, const json::object& body) {
        made.hasBody = true;
        const auto* required = body.if_contains("required");
        made.bodyRequired = required != nullptr && required->is_bool() && required->get_bool();
        return contents(made.contents, body, Direction::Request, "the request's body");
    }

    bool answers(Operation& made, const json::object& operation) {
        const auto* responses = operation.if_contains("responses");
        if (responses == nullptr || !responses->is_object())
            return true;
        for (const auto& [status, value] : responses->get_object()) {
            const auto* answer = m_api.resolvedObject(&value);
            if (answer == nullptr)
                continue;
            auto& into = made.answers[toLower(status)];
            if (!contents(into, *answer, Direction::Answer, "the answer " + std::string(status)))
                return false;
        }
        return true;
    }

    const OpenApi& m_api;
    const SchemaMaker& m_maker;
    std::string m_where;
    Error m_error;
};

std::size_t countOf(std::string_view path, char wanted) {
    return static_cast<std::size_t>(std::count(path.begin(), path.end(), wanted));
}

} // namespace

Result<std::shared_ptr<const Validation>> Validation::make(const json::value& document, const SchemaMaker& maker) {
    const auto api = OpenApi::read(document);
    if (!api)
        return tl::unexpected(api.error());
    auto validation = std::make_shared<Validation>();
    Making making(*api, maker);
    for (const auto& source : api->operations()) {
        auto operation = making.operation(source);
        if (!operation)
            return tl::unexpected(std::move(operation.error()));
        operation->openParts = countOf(source.path, '{');
        auto path = std::string_view(source.path);
        if (path.ends_with('/'))
            path.remove_suffix(1);
        validation->m_operations[countOf(path, '/')].push_back(std::move(*operation));
    }
    for (auto& [segments, operations] : validation->m_operations) {
        std::stable_sort(operations.begin(), operations.end(),
                         [](const auto& a, const auto& b) { return a.openParts < b.openParts; });
    }
    return validation;
}

} // namespace gatehouse::services
