// SPDX-License-Identifier: Apache-2.0
// Work on the records: exports, sums made anew, vacuum.
#include "core/admin/entity.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using telemetry::JobKind;
using telemetry::JobState;

json::value timeOrNull(WallMicros time) {
    return time == 0 ? json::value() : json::value(formatTime(time));
}

json::object jobJson(const AdminDependencies& with, JobKind kind) {
    const auto job = with.jobs != nullptr ? with.jobs->status(kind) : telemetry::JobStatus();
    const json::value message = job.message.empty() ? json::value() : json::value(job.message);
    return {{"kind", nameOf(kind)},
            {"state", nameOf(job.state)},
            {"done", job.done},
            {"total", job.total},
            {"started_at", timeOrNull(job.startedAt)},
            {"ended_at", timeOrNull(job.endedAt)},
            {"message", message}};
}

Answer listJobs(AdminDependencies& with, const Request&) {
    json::array items;
    for (const auto kind : {JobKind::RebuildRollups, JobKind::Vacuum})
        items.push_back(jobJson(with, kind));
    return jsonAnswer(200, json::object{{"items", std::move(items)}});
}

Answer startJob(AdminDependencies& with, const Request& request) {
    const auto kind = telemetry::jobKindNamed(request.place("kind"));
    if (!kind || with.jobs == nullptr)
        return notFoundAnswer("kind", "rebuild_rollups or vacuum", request.place("kind"));
    if (!with.jobs->ask(*kind, with.clock.wall()))
        return problemAnswer(409, "already_running", "This work waits or runs already; look at its progress.");
    return jsonAnswer(202, jobJson(with, *kind));
}

Operation makeOperation(http::Method method, std::string path, std::string id, std::string summary) {
    return newOperation(method, std::move(path), std::move(id), "records", std::move(summary));
}

} // namespace

void addRecordOperations(Operations& out) {
    auto jobs = makeOperation(http::Method::Get, "/admin/v1/records/jobs", "listRecordJobs",
                              "Tell how the work on the records goes");
    jobs.responses = {{200, "One entry for each kind of work.", {"application/json"}, "RecordJobList", false, false}};
    jobs.run = HereRun{listJobs};
    jobs.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(jobs));

    auto start = makeOperation(http::Method::Post, "/admin/v1/records/jobs/{kind}", "startRecordJob",
                               "Start work on the records");
    start.description = "`rebuild_rollups` makes the sums of statistics anew from the rows that are kept; what has no "
                        "row any more keeps its sum. `vacuum` gives the room of deleted rows back to the disk. Both "
                        "are done in small steps beside the recording.";
    start.idSchema = R"({"enum": ["rebuild_rollups", "vacuum"]})";
    start.responses = {{202, "It was asked for.", {"application/json"}, "RecordJob", false, false}};
    start.problems = {404, 409};
    start.run = HereRun{startJob};
    start.permission = contract::Permission::OperateGateway;
    out.push_back(std::move(start));

    auto calls =
        makeOperation(http::Method::Get, "/admin/v1/exports/calls", "exportCalls", "Export a filtered range of calls");
    calls.description =
        "The calls that `q` finds, newest first, as they stand while it runs; without bodies. Cells of the CSV that a "
        "spreadsheet would take for a formula begin with an apostrophe. `GET /admin/v1/exports` tells the progress; "
        "closing the connection ends it. An export that failed on its way ends without the end of its chunks.";
    calls.parameters = {textParameter("q", "The filter, as in `GET /admin/v1/calls`."),
                        choiceParameter("format", "The form; jsonl.", {"csv", "jsonl"})};
    calls.responses = {{200, "The calls.", {"application/jsonl", "text/csv"}, "", false, false}};
    calls.problems = {429};
    calls.run = ExportRun{};
    calls.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(calls));

    auto exports = makeOperation(http::Method::Get, "/admin/v1/exports", "listExports", "Tell how exports go");
    exports.responses = {{200,
                          "Those that run and the last that ended, newest first.",
                          {"application/json"},
                          "ExportList",
                          false,
                          false}};
    exports.run = ExportRun{.status = true};
    exports.permission = contract::Permission::ViewCalls;
    out.push_back(std::move(exports));
}

} // namespace gatehouse::admin
