// SPDX-License-Identifier: Apache-2.0
// Calls, statistics and live events.
#include "core/admin/call_filter.h"
#include "core/admin/entity.h"
#include "core/admin/moment.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/admin/tenancy.h"
#include "core/base/text.h"
#include "core/contract/filter.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

constexpr std::int64_t usualCalls = 50;
constexpr std::int64_t mostPerCallPage = 500;
constexpr const char* callIdSchema = R"({"type": "string", "pattern": "^[0-9A-Za-z_-]{1,64}$"})";
constexpr const char* momentSchema =
    R"({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "pattern": "^-[0-9]{1,4}(m|h|d)$"}]})";

Answer listCalls(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    auto filter = contract::parseFilter(request.parameter("q"), with.clock.wall());
    if (!filter)
        return problemAnswer(filterError(std::move(filter.error())));
    if (request.has("cursor") && request.parameter("cursor").empty())
        return problemAnswer(400, "invalid_cursor", "The cursor is empty; leave it out for the first page.");
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    narrow(*filter, request.caller, contract::Permission::ViewCalls);
    store::CallRequest wanted;
    wanted.filter = std::move(*filter);
    wanted.limit = static_cast<std::size_t>(parseUnsigned(request.parameter("limit")).value_or(usualCalls));
    wanted.cursor = request.parameter("cursor");
    const auto page = (*reader)->calls(wanted);
    return page ? textAnswer(200, "application/json", store::pageJson(*page)) : problemAnswer(page.error());
}

Answer getCall(AdminDependencies&, QueryThreads::Connection& connection, const Request& request) {
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto call = (*reader)->call(request.place("id"));
    if (!call)
        return problemAnswer(call.error());
    if (!*call || !sees(request.caller, contract::Permission::ViewCalls, (*call)->record.team))
        return notFoundAnswer("id", "the id of a call that is kept", request.place("id"));
    return taggedAnswer(request, store::callJson(**call));
}

Answer noBodies(const Request& request) {
    return notFoundAnswer("id", "the id of a call whose bodies are kept (records.bodies says of which)",
                          request.place("id"));
}

Answer getBodies(AdminDependencies&, QueryThreads::Connection& connection, const Request& request) {
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    if (!request.caller.may(contract::Permission::ViewBodies)) {
        const auto call = (*reader)->call(request.place("id"));
        if (!call)
            return problemAnswer(call.error());
        if (!*call || !sees(request.caller, contract::Permission::ViewBodies, (*call)->record.team))
            return noBodies(request);
    }
    const auto bodies = (*reader)->bodies(request.place("id"));
    if (!bodies)
        return problemAnswer(bodies.error());
    if (!*bodies)
        return noBodies(request);
    auto answer = textAnswer(200, "application/json", **bodies);
    return std::move(answer.with("Cache-Control", "no-store"));
}

Answer cancelCall(AdminDependencies& with, const Request& request) {
    const auto id = std::string(request.place("id"));
    if (!with.cancelCall || !with.cancelCall(id))
        return notFoundAnswer("id", "the id of a call that runs", id);
    if (const auto noted = with.control.note("call.cancel", "calls", id, request.actor); !noted)
        return problemAnswer(noted.error());
    return jsonAnswer(202, boost::json::object{{"id", id}});
}

// Each word once, in the order of the list.
std::string withoutRepeats(std::string_view list) {
    std::vector<std::string_view> words;
    std::string out;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        const auto word = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        if (std::find(words.begin(), words.end(), word) != words.end())
            continue;
        words.push_back(word);
        out.append(out.empty() ? "" : ",").append(word);
    }
    return out;
}

Answer getStats(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    for (const auto* name : {"from", "to"}) {
        if (const auto checked = checkMoment(request, name); !checked)
            return problemAnswer(checked.error());
    }
    auto filter = contract::parseFilter(request.parameter("q"), with.clock.wall());
    if (!filter)
        return problemAnswer(filterError(std::move(filter.error())));
    auto wanted = store::parseStatsRequest(request.parameter("from"), request.parameter("to"),
                                           request.parameter("step"), withoutRepeats(request.parameter("group_by")),
                                           request.parameter("metrics"), with.clock.wall());
    // Each is right in itself by now; what is left is that they do not fit each other.
    if (!wanted)
        return problemAnswer(409, wanted.error());
    narrow(*filter, request.caller, contract::Permission::ViewCalls);
    wanted->filter = std::move(*filter);
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto result = (*reader)->stats(*wanted);
    return result ? textAnswer(200, "application/json", store::statsJson(*result)) : problemAnswer(result.error());
}

Parameter schemaParameter(std::string name, std::string description, std::string schema) {
    auto parameter = textParameter(std::move(name), std::move(description));
    parameter.schema = std::move(schema);
    return parameter;
}

Operation makeOperation(std::string path, std::string id, std::string tag, std::string summary) {
    return newOperation(http::Method::Get, std::move(path), std::move(id), std::move(tag), std::move(summary));
}

ResponseInfo jsonResponse(std::string description, std::string schema, bool etag = false) {
    return {200, std::move(description), {"application/json"}, std::move(schema), etag, false};
}

void addCalls(Operations& out) {
    auto list = makeOperation("/admin/v1/calls", "listCalls", "calls", "List recorded calls, newest first");
    list.description = "`q` is the filter of the console's log: words and terms like `status>=400 provider:openai "
                       "latency>2s -key:agent-ci after:-1h`, all of which must hold. A page may be short, or even "
                       "empty, while `next` says that there is more to search.";
    list.parameters = {textParameter("q", "The filter."),
                       integerParameter("limit", "Calls a page.", 1, mostPerCallPage, usualCalls),
                       schemaParameter("cursor", "The `next` of the page before; absent for the first page.",
                                       R"({"type": "string", "pattern": "^s[0-9]{1,18}$"})")};
    list.responses = {jsonResponse("A page.", "CallList")};
    list.run = QueryRun(listCalls);
    list.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(list));

    auto get = makeOperation("/admin/v1/calls/{id}", "getCall", "calls", "Get one call and why it went as it did");
    get.idSchema = callIdSchema;
    get.responses = {jsonResponse("The call with its decision trail.", "CallDetails", true),
                     {304, "Unchanged since the entity tag of `If-None-Match`.", {}, "", true, false}};
    get.problems = {404};
    get.run = QueryRun(getCall);
    get.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(get));

    auto cancel = makeOperation("/admin/v1/calls/{id}/cancel", "cancelCall", "calls", "End a call that runs");
    cancel.method = http::Method::Post;
    cancel.description =
        "Its client is told in its own dialect: an error while nothing was answered yet, else an error "
        "at the end of the stream, which is left without its end. Nothing is tried again. The record "
        "says `outcome: cancelled`, `error: cancelled_by_admin`.";
    cancel.idSchema = callIdSchema;
    cancel.responses = {{202, "It is being ended.", {"application/json"}, "CancelledCall", false, false}};
    cancel.problems = {404};
    cancel.run = ControlRun(cancelCall);
    cancel.permission = contract::Permission::OperateGateway;
    out.push_back(std::move(cancel));

    auto bodies = makeOperation("/admin/v1/calls/{id}/bodies", "getCallBodies", "calls", "Get what was said in a call");
    bodies.description =
        "The request as it was received and as it was sent on, the answer as it came and as it was given: as far as "
        "the settings of `records`, key, application and route keep them. Credentials, e-mail addresses, payment "
        "cards, account and telephone numbers are masked (`[masked:email]`), media are left out (`[left out: "
        "image/png, 3000 bytes]`).";
    bodies.idSchema = callIdSchema;
    bodies.responses = {jsonResponse("The bodies.", "CallBodies")};
    bodies.problems = {404};
    bodies.run = QueryRun(getBodies);
    bodies.permission = contract::Permission::ViewBodies;
    out.push_back(std::move(bodies));
}

void addStats(Operations& out) {
    auto stats = makeOperation("/admin/v1/stats", "getStats", "calls", "Sum up calls over time");
    stats.description =
        "From roll-ups that outlive the calls. Times are the starts of steps; `from` and `to` are taken "
        "to whole steps. Money is real money only, `pretend_cost` is the demo provider's.";
    stats.parameters = {
        schemaParameter("from", "RFC 3339, or back from now (`-24h`); a day before `to`.", momentSchema),
        schemaParameter("to", "RFC 3339, or back from now; now.", momentSchema),
        choiceParameter("step", "The time of a point; one that gives about a hundred points.",
                        {"1m", "5m", "10m", "15m", "30m", "1h", "3h", "6h", "12h", "1d", "7d", "30d"}),
        listParameter(
            "group_by", "What to split by: a comma list, up to four.",
            {"provider", "model", "key", "team", "route", "app", "status", "dialect", "error", "api", "prompt", "demo"},
            4),
        listParameter("metrics", "What to sum up: a comma list; calls, errors, tokens, cost, latency and first_byte.",
                      {"calls",
                       "errors",
                       "estimated_calls",
                       "unknown_cost_calls",
                       "tokens",
                       "tokens.input",
                       "tokens.cached_input",
                       "tokens.cache_write",
                       "tokens.output",
                       "tokens.reasoning",
                       "tokens.total",
                       "cost",
                       "pretend_cost",
                       "bytes",
                       "bytes.in",
                       "bytes.out",
                       "latency",
                       "latency.p50",
                       "latency.p90",
                       "latency.p95",
                       "latency.p99",
                       "first_byte",
                       "first_byte.p50",
                       "first_byte.p90",
                       "first_byte.p95",
                       "first_byte.p99"}),
        textParameter("q", "Only calls that fit this filter, in the grammar of `GET /calls`, as far as sums are kept "
                           "by what it names: status, error class, model (the one served), provider, route, team, "
                           "application, key, dialect, demo; `after` and `before` narrow the time.")};
    stats.problems = {409};
    stats.description += " 409 where `from`, `to`, `step` and `group_by` do not fit each other, or where `q` asks for "
                         "what only single calls know.";
    stats.responses = {jsonResponse("One series for each group.", "Stats")};
    stats.run = QueryRun(getStats);
    stats.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(stats));
}

void addEvents(Operations& out) {
    auto events = makeOperation("/admin/v1/events", "streamEvents", "events", "Watch what happens");
    events.description =
        "Server-sent events with ids, without end; a comment every 15 seconds. `Last-Event-ID` resumes "
        "behind that event; `gap` says that events were missed. `health.changed` says what it is `about`: the "
        "`gateway` (`state` is `running`, `paused` or `stopping`), a `target` (`provider`, `model`; `resting` while it "
        "is left alone after failures in a row, `answering` when it is back), or a `budget` (`scope`, `id`, `period`) "
        "that has reached `percent`, 50, 80 or 100, of its `amount`.";
    events.parameters = {listParameter("types", "Which events, a comma list; all.",
                                       {"call.started", "call.progress", "call.finished", "config.changed",
                                        "health.changed", "subscription.requested", "subscription.decided"})};
    events.responses = {{200, "The stream.", {"text/event-stream"}, "", false, false}};
    events.problems = {429};
    events.run = EventsRun{};
    events.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(events));
}

} // namespace

void addCallOperations(Operations& out) {
    addCalls(out);
    addStats(out);
    addEvents(out);
}

} // namespace gatehouse::admin
