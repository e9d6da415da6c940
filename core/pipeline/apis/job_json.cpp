// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/job_json.h"

#include "core/base/text.h"
#include "core/pipeline/answer_peek.h"

#include <boost/json/parse.hpp>

namespace gatehouse::pipeline {
namespace {

namespace json = boost::json;

json::value bodyOf(const jobs::Answer& answer) {
    const bool isProblem = answer.contentType.starts_with("application/problem+json");
    if (isProblem || isJson(answer.contentType)) {
        boost::system::error_code error;
        auto value = json::parse(answer.body, error);
        if (!error)
            return value;
    }
    return isValidUtf8(answer.body) ? json::value(answer.body) : json::value(nullptr);
}

} // namespace

json::object jobDocument(const jobs::Job& job, const std::string& location) {
    json::object out{{"id", job.id}, {"state", jobs::nameOf(job.state)}};
    if (!location.empty())
        out["location"] = location;
    if (job.created != 0)
        out["created"] = formatTime(job.created);
    if (job.started)
        out["started"] = formatTime(*job.started);
    if (job.finished)
        out["finished"] = formatTime(*job.finished);
    out["attempts"] = job.attempts;
    if (!job.call.empty())
        out["call"] = job.call;
    if (job.answer.status != 0)
        out["answer"] = json::object{
            {"status", job.answer.status}, {"content_type", job.answer.contentType}, {"body", bodyOf(job.answer)}};
    if (!job.code.empty())
        out["error"] = json::object{{"code", job.code}, {"message", job.message}};
    return out;
}

} // namespace gatehouse::pipeline
