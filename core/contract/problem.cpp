// SPDX-License-Identifier: Apache-2.0
#include "core/contract/problem.h"

#include "core/base/error_status.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::contract {
namespace {

namespace json = boost::json;

void addUnlessEmpty(json::object& object, std::string_view name, const std::string& text) {
    if (!text.empty())
        object[name] = text;
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* member = object.if_contains(name);
    const auto* text = member != nullptr ? member->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

json::object faultToJson(const Fault& fault) {
    json::object object;
    object["code"] = nameOf(fault.code);
    object["detail"] = fault.text();
    addUnlessEmpty(object, "field", fault.field);
    addUnlessEmpty(object, "expected", fault.expected);
    addUnlessEmpty(object, "found", fault.found);
    addUnlessEmpty(object, "hint", fault.hint);
    if (fault.line != 0)
        object["line"] = fault.line;
    return object;
}

constexpr std::string_view aboutBlank = "about:blank";

} // namespace

std::string_view titleOf(int status) {
    switch (status) {
    case 400:
        return "Bad request";
    case 401:
        return "Not authorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not found";
    case 405:
        return "Method not allowed";
    case 406:
        return "Not acceptable";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 412:
        return "Precondition failed";
    case 413:
        return "Too large";
    case 415:
        return "Unsupported media type";
    case 429:
        return "Too many requests";
    case 499:
        return "Client left";
    case 501:
        return "Not in this version";
    case 502:
        return "Bad gateway";
    case 503:
        return "Unavailable";
    case 504:
        return "Timed out";
    default:
        return "Internal error";
    }
}

Problem problemOf(const Error& error) {
    Problem problem;
    problem.status = statusOf(error.kind);
    problem.code = error.code.empty() ? "internal_error" : error.code;
    problem.title = titleOf(problem.status);
    problem.detail = error.message;
    problem.field = error.field;
    problem.expected = error.expected;
    problem.found = error.found;
    return problem;
}

Problem problemOf(const Faults& faults) {
    auto problem = problemOf(toError(faults));
    if (faults.size() > 1)
        problem.faults = faults;
    return problem;
}

json::object toJson(const Problem& problem) {
    json::object object;
    object["type"] = aboutBlank;
    object["title"] = problem.title;
    object["status"] = problem.status;
    object["code"] = problem.code;
    addUnlessEmpty(object, "detail", problem.detail);
    addUnlessEmpty(object, "field", problem.field);
    addUnlessEmpty(object, "expected", problem.expected);
    addUnlessEmpty(object, "found", problem.found);
    if (!problem.faults.empty()) {
        json::array list;
        for (const auto& fault : problem.faults)
            list.push_back(faultToJson(fault));
        object["errors"] = std::move(list);
    }
    return object;
}

std::string Problem::body() const {
    return json::serialize(toJson(*this));
}

std::optional<Problem> problemFromJson(std::string_view text) {
    boost::json::error_code code;
    const auto value = json::parse(text, code);
    const auto* object = code.failed() ? nullptr : value.if_object();
    if (object == nullptr || !object->contains("code") || !object->contains("title"))
        return std::nullopt;
    Problem problem;
    if (const auto* status = object->if_contains("status"); status != nullptr && status->is_int64())
        problem.status = static_cast<int>(status->get_int64());
    problem.code = textOf(*object, "code");
    problem.title = textOf(*object, "title");
    problem.detail = textOf(*object, "detail");
    problem.field = textOf(*object, "field");
    problem.expected = textOf(*object, "expected");
    problem.found = textOf(*object, "found");
    const auto* errors = object->if_contains("errors");
    if (errors == nullptr || !errors->is_array())
        return problem;
    for (const auto& entry : errors->get_array()) {
        if (const auto* member = entry.if_object()) {
            Fault fault;
            fault.field = textOf(*member, "field");
            fault.expected = textOf(*member, "expected");
            fault.found = textOf(*member, "found");
            fault.detail = textOf(*member, "detail");
            problem.faults.push_back(std::move(fault));
        }
    }
    return problem;
}

} // namespace gatehouse::contract
