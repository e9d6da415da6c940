// SPDX-License-Identifier: Apache-2.0
// Filters of the log that people saved: by name, for everybody who works on this gateway. They are kept among the
// store's small settings, so that they need no table of their own.
#include "core/admin/body.h"
#include "core/admin/call_filter.h"
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/contract/fault.h"
#include "core/contract/filter.h"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::string_view settingName = "log.filters";
constexpr std::size_t mostFilters = 100;
constexpr std::size_t longestName = 64;
constexpr std::ptrdiff_t longestFilter = 1'024; // characters
// What would need care in an address stays out.
constexpr const char* nameSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$"})";

using Filters = std::map<std::string, std::string, std::less<>>; // name to filter

bool isName(std::string_view name) {
    const auto isLetterOrDigit = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= longestName && isLetterOrDigit(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) {
               return isLetterOrDigit(c) || std::string_view(" ._-").find(c) != std::string_view::npos;
           });
}

Answer wrongName(std::string_view name) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_name";
    error.field = "name";
    error.expected = "1 to 64 letters, digits, blanks, dots, dashes and underscores, a letter or digit first";
    error.found = contract::quoted(name);
    error.message = "The name is wrong: expected " + error.expected + '.';
    return problemAnswer(error);
}

Result<Filters> readFilters(AdminDependencies& with) {
    Filters filters;
    if (with.settings == nullptr)
        return filters;
    const auto kept = with.settings->get(settingName);
    if (!kept)
        return tl::unexpected(kept.error());
    if (!*kept)
        return filters;
    boost::system::error_code code;
    const auto parsed = json::parse(**kept, code);
    if (code || !parsed.is_object())
        return filters; // broken by hand: begin anew
    for (const auto& [name, filter] : parsed.get_object()) {
        if (filter.is_string())
            filters.emplace(name, filter.get_string());
    }
    return filters;
}

Result<void> writeFilters(AdminDependencies& with, const Filters& filters) {
    if (with.settings == nullptr)
        return failure(ErrorKind::Unavailable, "no_store", "There is no store to keep filters in.");
    json::object kept;
    for (const auto& [name, filter] : filters)
        kept[name] = filter;
    return with.settings->put(settingName, json::serialize(kept));
}

json::object toJson(std::string_view name, std::string_view filter) {
    return {{"name", name}, {"q", filter}};
}

Answer listFilters(AdminDependencies& with, const Request& request) {
    const auto filters = readFilters(with);
    if (!filters)
        return problemAnswer(filters.error());
    json::array items;
    for (const auto& [name, filter] : *filters)
        items.push_back(toJson(name, filter));
    return taggedAnswer(request, json::serialize(json::object{{"items", std::move(items)}, {"next", nullptr}}));
}

tl::unexpected<Refused> wrongBody(contract::FaultCode code, const char* field, std::string expected,
                                  std::string found) {
    const contract::Path root;
    const contract::Path path(root, std::string_view(field));
    return refused(contract::Faults{
        contract::makeFault(code, *field == '\0' ? root : path, std::move(expected), std::move(found))});
}

Outcome<std::string> filterIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrongBody(contract::FaultCode::WrongType, "", "an object with q", "something else");
    for (const auto& member : *object) {
        if (member.key() != "q")
            return wrongBody(contract::FaultCode::UnknownField, "", "only q", "another field");
    }
    const auto* filter = object->if_contains("q");
    if (filter == nullptr)
        return wrongBody(contract::FaultCode::MissingField, "q", "a filter", "nothing");
    if (!filter->is_string())
        return wrongBody(contract::FaultCode::WrongType, "q", "a text", "something else");
    const std::string_view text = filter->get_string();
    const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
    if (text.empty() || std::count_if(text.begin(), text.end(), begins) > longestFilter)
        return wrongBody(contract::FaultCode::InvalidValue, "q", "1 to 1024 characters",
                         text.empty() ? "nothing" : "more than that");
    return std::string(text);
}

Answer putFilter(AdminDependencies& with, const Request& request) {
    if (!isName(request.place("name")))
        return wrongName(request.place("name"));
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto filter = filterIn(*body);
    if (!filter)
        return problemAnswer(filter.error());
    auto parsed = contract::parseFilter(*filter, with.clock.wall());
    if (!parsed)
        return problemAnswer(409, filterError(std::move(parsed.error())));
    auto filters = readFilters(with);
    if (!filters)
        return problemAnswer(filters.error());
    const auto name = std::string(request.place("name"));
    const auto found = filters->find(name);
    if (found == filters->end() && filters->size() >= mostFilters)
        return problemAnswer(409, "too_many_filters", "A hundred filters are kept; delete one first.");
    const auto before = found == filters->end() ? std::string() : json::serialize(toJson(name, found->second));
    (*filters)[name] = *filter;
    if (const auto written = writeFilters(with, *filters); !written)
        return problemAnswer(written.error());
    const auto after = toJson(name, *filter);
    if (const auto noted =
            with.control.note("filter.set", "filters", name, request.actor, before, json::serialize(after));
        !noted)
        return problemAnswer(noted.error());
    return jsonAnswer(200, after);
}

Answer removeFilter(AdminDependencies& with, const Request& request) {
    if (!isName(request.place("name")))
        return wrongName(request.place("name"));
    auto filters = readFilters(with);
    if (!filters)
        return problemAnswer(filters.error());
    const auto name = std::string(request.place("name"));
    const auto found = filters->find(name);
    if (found == filters->end())
        return notFoundAnswer("name", "the name of a saved filter", name);
    const auto before = json::serialize(toJson(name, found->second));
    filters->erase(found);
    if (const auto written = writeFilters(with, *filters); !written)
        return problemAnswer(written.error());
    if (const auto noted = with.control.note("filter.remove", "filters", name, request.actor, before); !noted)
        return problemAnswer(noted.error());
    return emptyAnswer(204);
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    auto operation = newOperation(method, std::move(path), std::move(id), "calls", std::move(summary));
    if (operation.path.ends_with('}'))
        operation.idSchema = nameSchema;
    return operation;
}

} // namespace

void addFilterOperations(Operations& out) {
    auto list = makeOperation(http::Method::Get, "/admin/v1/filters", "listFilters", "List the saved filters");
    list.description = "Filters of the log by name, in the order of the names; a hundred at most.";
    list.responses = {{200, "All of them.", {"application/json"}, "FilterList", true, false},
                      {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    list.run = ControlRun(listFilters);
    list.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(list));

    auto put = makeOperation(http::Method::Put, "/admin/v1/filters/{name}", "putFilter", "Save or replace a filter");
    put.description = "`q` is in the grammar of `GET /admin/v1/calls`: `status>=400 after:-1h`. 409 where it is not, "
                      "and where a hundred are kept.";
    put.body = BodyInfo{{"application/json"}, "FilterText"};
    put.responses = {{200, "Saved.", {"application/json"}, "SavedFilter", false, false}};
    put.problems = {409};
    put.run = ControlRun(putFilter);
    put.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(put));

    auto remove = makeOperation(http::Method::Delete, "/admin/v1/filters/{name}", "deleteFilter", "Forget a filter");
    remove.responses = {{204, "Forgotten.", {}, "", false, false}};
    remove.problems = {404};
    remove.run = ControlRun(removeFilter);
    remove.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(remove));
}

} // namespace gatehouse::admin
