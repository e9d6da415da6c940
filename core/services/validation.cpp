// SPDX-License-Identifier: Apache-2.0
#include "core/services/validation.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/parse.hpp>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

using Parameter = Validation::Parameter;
using Content = Validation::Content;

enum Typed { Number, Boolean, Null, String, Array };

tl::unexpected<Error> badRequest(std::string field, std::string why) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.message = field + ": " + why;
    error.field = std::move(field);
    return tl::unexpected<Error>(std::move(error));
}

std::string placeOf(const Parameter& parameter) {
    switch (parameter.in) {
    case Parameter::In::Path:
        return "path." + parameter.name;
    case Parameter::In::Header:
        return "headers." + parameter.name;
    case Parameter::In::Query:
        break;
    }
    return "query." + parameter.name;
}

bool isNumber(std::string_view text) {
    return !text.empty() && (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
}

// What a text may stand for, the types that are no text first.
std::vector<json::value> readings(const Parameter& parameter, std::string_view text) {
    std::vector<json::value> found;
    if (parameter.typed[Number] && isNumber(text)) {
        boost::system::error_code failed;
        auto number = json::parse(text, failed);
        if (!failed && number.is_number())
            found.push_back(std::move(number));
    }
    if (parameter.typed[Boolean] && (text == "true" || text == "false"))
        found.emplace_back(text == "true");
    if (parameter.typed[Null] && (text.empty() || text == "null"))
        found.emplace_back(nullptr);
    if (parameter.typed[String] || found.empty())
        found.emplace_back(text);
    return found;
}

json::value firstReading(const Parameter& parameter, std::string_view text) {
    return std::move(readings(parameter, text).front());
}

json::array split(const Parameter& parameter, std::string_view text) {
    json::array list;
    while (!text.empty()) {
        const auto end = std::min(text.find(parameter.separator), text.size());
        list.push_back(firstReading(parameter, text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return list;
}

// All that was sent under the parameter's name.
std::vector<std::string> given(const Parameter& parameter, const Asked& asked, const PathValues& values) {
    std::vector<std::string> found;
    switch (parameter.in) {
    case Parameter::In::Path:
        if (const auto value = values.find(parameter.name); value != values.end())
            found.push_back(value->second);
        break;
    case Parameter::In::Header:
        for (const auto& field : asked.headers) {
            if (equalsIgnoringCase(field.name, parameter.name))
                found.emplace_back(field.value);
        }
        break;
    case Parameter::In::Query:
        for (const auto& pair : asked.query.pairs()) {
            if (pair.name == parameter.name)
                found.push_back(pair.value);
        }
        break;
    }
    return found;
}

Result<void> checkAny(const Parameter& parameter, const std::vector<json::value>& candidates) {
    Error first;
    for (const auto& candidate : candidates) {
        auto fits = parameter.check->check(candidate);
        if (fits)
            return {};
        if (first.message.empty())
            first = std::move(fits.error());
    }
    return badRequest(placeOf(parameter) + first.field, first.message);
}

Result<void> checkParameter(const Parameter& parameter, const Asked& asked, const PathValues& values) {
    const auto texts = given(parameter, asked, values);
    if (texts.empty()) {
        if (parameter.required)
            return badRequest(placeOf(parameter), "it is required.");
        return {};
    }
    if (!isValidUtf8(texts.front()))
        return badRequest(placeOf(parameter), "it is not UTF-8.");
    // Two readers may take another one of them each.
    if (texts.size() > 1 && parameter.form != Parameter::Form::Repeated)
        return badRequest(placeOf(parameter), "it is given more than once.");
    if (!parameter.check)
        return {};
    switch (parameter.form) {
    case Parameter::Form::Repeated: {
        json::array list;
        for (const auto& text : texts)
            list.push_back(firstReading(parameter, text));
        return checkAny(parameter, {json::value(std::move(list))});
    }
    case Parameter::Form::List:
        return checkAny(parameter, {json::value(split(parameter, texts.front()))});
    case Parameter::Form::Json: {
        auto value = parseStrictly(texts.front());
        if (!value)
            return badRequest(placeOf(parameter), "it is not JSON.");
        return checkAny(parameter, {std::move(*value)});
    }
    case Parameter::Form::Plain:
        break;
    }
    return checkAny(parameter, readings(parameter, texts.front()));
}

bool typeFits(std::string_view type, std::string_view listed) {
    if (listed == "*/*" || type == listed)
        return true;
    return listed.ends_with("/*") && type.starts_with(listed.substr(0, listed.size() - 1));
}

const Content* contentFor(const std::vector<Content>& contents, std::string_view contentType) {
    const auto type = toLower(trim(contentType.substr(0, contentType.find(';'))));
    const auto found = std::find_if(contents.begin(), contents.end(),
                                    [&](const Content& content) { return typeFits(type, content.type); });
    return found != contents.end() ? &*found : nullptr;
}

} // namespace

std::size_t Validation::size() const {
    std::size_t count = 0;
    for (const auto& [segments, operations] : m_operations)
        count += operations.size();
    return count;
}

Result<const Validation::Operation*> Validation::operationFor(std::string_view method, const CleanPath& path) const {
    std::string allow;
    const auto list = m_operations.find(path.segments.size());
    PathValues values;
    if (list != m_operations.end()) {
        for (const auto& operation : list->second) {
            if (!operation.path.matches(path, values))
                continue;
            if (operation.method == method || (method == "HEAD" && operation.method == "GET"))
                return &operation;
            allow.append(allow.empty() ? "" : ", ").append(operation.method);
        }
    }
    if (allow.empty())
        return failure(ErrorKind::NotFound, "unknown_path", "This API has no such path. See its openapi.json.");
    Error error =
        failure(ErrorKind::Invalid, "method_not_allowed", "This path of the API takes " + allow + " only.").value();
    error.expected = allow;
    return tl::unexpected<Error>(std::move(error));
}

bool Validation::looksIntoBody(const Operation& operation, std::string_view contentType) {
    const auto* content = contentFor(operation.contents, contentType);
    return content != nullptr && content->check && isJsonType(contentType);
}

Result<void> Validation::check(const Operation& operation, const Asked& asked, bool hasBody) {
    PathValues values;
    (void)operation.path.matches(asked.path, values);
    for (const auto& parameter : operation.parameters) {
        if (auto fits = checkParameter(parameter, asked, values); !fits)
            return fits;
    }
    if (!hasBody) {
        if (operation.bodyRequired)
            return badRequest("body", "it is required.");
        return {};
    }
    if (!operation.hasBody || operation.contents.empty())
        return {};
    const auto* content = contentFor(operation.contents, asked.header("content-type"));
    if (content == nullptr)
        return failure(ErrorKind::Invalid, "unsupported_media_type",
                       "This operation takes bodies of " + operation.contents.front().type +
                           (operation.contents.size() > 1 ? " and others" : "") + ".");
    if (!content->check || !asked.json)
        return {};
    if (auto fits = content->check->check(*asked.json); !fits)
        return badRequest("body" + fits.error().field, fits.error().message);
    return {};
}

std::optional<std::string> Validation::answerProblem(const Operation& operation, int status,
                                                     std::string_view contentType, const json::value* value) {
    if (operation.answers.empty())
        return std::nullopt;
    auto known = operation.answers.find(std::to_string(status));
    if (known == operation.answers.end())
        known = operation.answers.find(std::to_string(status / 100) + "xx");
    if (known == operation.answers.end())
        known = operation.answers.find("default");
    if (known == operation.answers.end())
        return operation.id + ": the status " + std::to_string(status) + " is not in the document.";
    if (known->second.empty() || contentType.empty())
        return std::nullopt;
    const auto* content = contentFor(known->second, contentType);
    if (content == nullptr)
        return operation.id + ": the content type of the answer is not in the document.";
    if (!content->check || value == nullptr)
        return std::nullopt;
    if (const auto fits = content->check->check(*value); !fits)
        return operation.id + ": body" + fits.error().field + ": " + fits.error().message;
    return std::nullopt;
}

} // namespace gatehouse::services
