// SPDX-License-Identifier: Apache-2.0
// Jobs of every application, as operators see them.
#include "core/admin/job_operations.h"

#include "core/async/await_answer.h"
#include "core/base/text.h"
#include "core/jobs/job_desk.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <optional>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;
using jobs::Job;

constexpr const char* jobIdSchema = R"({"type": "string", "pattern": "^[0-9A-Za-z]{1,64}$"})";
constexpr std::int64_t usualJobs = 50;
constexpr std::int64_t mostJobs = 500;

enum class Answers { Told, LeftOut };

json::value bodyOf(const jobs::Answer& answer) {
    boost::system::error_code error;
    if (answer.contentType.find("json") != std::string::npos) {
        auto value = json::parse(answer.body, error);
        if (!error)
            return value;
    }
    return isValidUtf8(answer.body) ? json::value(answer.body) : json::value();
}

json::object toJson(const Job& job, Answers answers) {
    json::object out{{"id", job.id},
                     {"state", jobs::nameOf(job.state)},
                     {"api", job.api},
                     {"version", job.version},
                     {"app", job.app},
                     {"team", job.team},
                     {"key", job.key},
                     {"created", formatTime(job.created)},
                     {"deadline", formatTime(job.deadline)},
                     {"attempts", job.attempts},
                     {"interruptions", job.interruptions}};
    if (job.state == jobs::State::Queued)
        out["due"] = formatTime(job.due);
    if (job.started)
        out["started"] = formatTime(*job.started);
    if (job.finished)
        out["finished"] = formatTime(*job.finished);
    if (!job.call.empty())
        out["call"] = job.call;
    if (job.answer.status != 0) {
        json::object answer{{"status", job.answer.status}, {"content_type", job.answer.contentType}};
        if (answers == Answers::Told)
            answer["body"] = bodyOf(job.answer);
        out["answer"] = std::move(answer);
    }
    if (!job.code.empty())
        out["error"] = json::object{{"code", job.code}, {"message", job.message}};
    return out;
}

Answer noDesk() {
    return problemAnswer(409, "not_serving", "No gateway runs here that would have jobs.");
}

// Of a place in a list, and of names: what the document says of them.
bool isJobId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
}

std::optional<Answer> wrongParameter(const Request& request) {
    const auto wrong = [](const char* name, const char* expected) {
        auto error = failure(ErrorKind::Invalid, "invalid_parameter",
                             std::string("The parameter ") + name + " must be " + expected + ".")
                         .value();
        error.field = name;
        error.expected = expected;
        return problemAnswer(error);
    };
    for (const char* name : {"app", "api"}) {
        if (request.has(name) && !isValidId(request.parameter(name)))
            return wrong(name, "an id");
    }
    if (request.has("cursor") && !isJobId(request.parameter("cursor")))
        return wrong("cursor", "what \"next\" said");
    return std::nullopt;
}

Task<Answer> listJobs(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.asyncJobs == nullptr)
        co_return noDesk();
    if (auto wrong = wrongParameter(*request))
        co_return std::move(*wrong);
    jobs::JobQuery query;
    query.app = request->parameter("app");
    query.api = request->parameter("api");
    query.state = jobs::stateNamed(request->parameter("state"));
    query.before = request->parameter("cursor");
    query.limit = static_cast<std::size_t>(
        parseUnsigned(request->parameter("limit")).value_or(static_cast<std::uint64_t>(usualJobs)));
    const auto limit = query.limit;
    std::function<void(std::function<void(Result<std::vector<Job>>)>)> ask =
        [desk = with.asyncJobs, query](std::function<void(Result<std::vector<Job>>)> done) {
            desk->list(query, std::move(done));
        };
    const auto found = co_await awaitAnswer<std::vector<Job>>(executor, std::move(ask));
    if (!found)
        co_return problemAnswer(found.error());
    json::array items;
    for (const auto& job : *found) {
        if (request->caller.may(Permission::ViewCalls, job.team))
            items.push_back(toJson(job, Answers::LeftOut));
    }
    const bool more = found->size() == limit && !found->empty();
    co_return jsonAnswer(
        200, json::object{{"items", std::move(items)}, {"next", more ? json::value(found->back().id) : json::value()}});
}

// One of another team is not there.
bool isVisible(const Result<Job>& found, const Request& request) {
    return found && request.caller.may(Permission::ViewCalls, found->team);
}

Answer answerOne(const Result<Job>& found, const Request& request) {
    if (!found && found.error().kind != ErrorKind::NotFound)
        return problemAnswer(found.error());
    if (!isVisible(found, request))
        return problemAnswer(404, "not_found", "There is no job with this id.");
    const bool told = request.caller.may(Permission::ViewBodies, found->team);
    return jsonAnswer(200, toJson(*found, told ? Answers::Told : Answers::LeftOut));
}

Task<Result<Job>> findJob(jobs::JobDesk& desk, Executor executor, std::string id) {
    std::function<void(std::function<void(Result<Job>)>)> ask =
        [&desk, id = std::move(id)](std::function<void(Result<Job>)> done) { desk.find(id, {}, std::move(done)); };
    auto found = co_await awaitAnswer<Job>(executor, std::move(ask));
    co_return found;
}

Task<Answer> getJob(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.asyncJobs == nullptr)
        co_return noDesk();
    const auto found = co_await findJob(*with.asyncJobs, executor, std::string(request->place("id")));
    co_return answerOne(found, *request);
}

Task<Answer> cancelJob(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.asyncJobs == nullptr)
        co_return noDesk();
    const auto standing = co_await findJob(*with.asyncJobs, executor, std::string(request->place("id")));
    if (!isVisible(standing, *request))
        co_return answerOne(standing, *request);
    if (!request->caller.may(Permission::OperateGateway, standing->team))
        co_return problemAnswer(403, "forbidden", "Your grants do not cover the jobs of this team.");
    std::function<void(std::function<void(Result<Job>)>)> ask =
        [desk = with.asyncJobs, id = standing->id](std::function<void(Result<Job>)> done) {
            desk->cancel(id, {}, std::move(done));
        };
    const auto found = co_await awaitAnswer<Job>(executor, std::move(ask));
    if (found)
        (void)with.controlThread.post(
            [control = &with.control, id = found->id, team = found->team, actor = request->actor] {
                (void)control->note("job.cancel", "job", id, actor, {}, {}, {team});
            });
    co_return answerOne(found, *request);
}

} // namespace

void addJobOperations(Operations& out) {
    Operation list;
    list.path = "/admin/v1/jobs";
    list.id = "listJobs";
    list.tag = "jobs";
    list.summary = "List calls that are answered later, newest first";
    list.description = "Answers are kept for a day after a job is over.";
    list.permission = Permission::ViewCalls;
    auto app = textParameter("app", "Of this application.");
    auto api = textParameter("api", "Of this API.");
    app.schema = api.schema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";
    auto cursor = textParameter("cursor", "`next` of the page before.");
    cursor.schema = jobIdSchema;
    list.parameters = {std::move(app), std::move(api),
                       choiceParameter("state", "In this state.", {"queued", "running", "done", "failed", "cancelled"}),
                       integerParameter("limit", "Jobs on a page.", 1, mostJobs, usualJobs), std::move(cursor)};
    list.responses = {{200, "A page.", {"application/json"}, "Jobs", false, false}};
    list.problems = {409};
    list.run = AwaitRun{listJobs};
    out.push_back(std::move(list));

    Operation get;
    get.path = "/admin/v1/jobs/{id}";
    get.id = "getJob";
    get.tag = "jobs";
    get.summary = "Get one job and what came of it";
    get.permission = Permission::ViewCalls;
    get.idSchema = jobIdSchema;
    get.responses = {{200, "The job.", {"application/json"}, "Job", false, false}};
    get.problems = {404, 409};
    get.run = AwaitRun{getJob};
    out.push_back(std::move(get));

    Operation cancel;
    cancel.method = http::Method::Delete;
    cancel.path = "/admin/v1/jobs/{id}";
    cancel.id = "cancelJob";
    cancel.tag = "jobs";
    cancel.summary = "Cancel a job";
    cancel.description =
        "One that runs ends a moment later: `state` is then still `running`. One that is over stays as it is.";
    cancel.idSchema = jobIdSchema;
    cancel.responses = {{200, "The job as it stands.", {"application/json"}, "Job", false, false}};
    cancel.problems = {404, 409};
    cancel.run = AwaitRun{cancelJob};
    out.push_back(std::move(cancel));
}

} // namespace gatehouse::admin
