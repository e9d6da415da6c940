// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/api_jobs.h"

#include "core/apis/query_values.h"
#include "core/async/await_answer.h"
#include "core/base/text.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/job_json.h"
#include "core/pipeline/apis/wishes.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::pipeline {
namespace {

using http::Method;

constexpr int accepted = 202;

// What is kept of an address: nothing that asks for a job, and no key.
std::string queryWithout(std::string_view query) {
    std::string out;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        const auto name = part.substr(0, part.find('='));
        if (name == "async" || name == "key" || name == "stream" || part.empty())
            continue;
        out.append(out.empty() ? "" : "&").append(part);
    }
    return out;
}

jobs::Request requestOf(const ApiCall& api, std::string body) {
    const auto& head = api.exchange.head();
    jobs::Request request;
    request.path = api.path();
    request.query = queryWithout(head.query);
    if (!acceptsEvents(head))
        request.accept = head.field("accept");
    request.client = api.call.record.client;
    request.peer = api.exchange.peerAddress();
    request.tags = api.call.record.tags;
    request.session = api.call.record.session;
    request.contentType = head.field("content-type");
    request.body = std::move(body);
    return request;
}

Result<void> checkWish(const http::RequestHead& head) {
    if (!isJson(head.field("content-type")))
        return failure(ErrorKind::Invalid, "unsupported_media_type",
                       "The body must be JSON. Send the header Content-Type: application/json.");
    const auto flags = apis::readFlags(head.query);
    if (!flags)
        return tl::unexpected(flags.error());
    if (!flags->stream.value_or(false))
        return {};
    auto error = failure(ErrorKind::Invalid, "stream_unsupported",
                         "What is answered later cannot be streamed. Leave out stream=true, or Prefer: respond-async.");
    error.value().field = "stream";
    return error;
}

bool holdsSecrets(const std::vector<contract::VariableSpec>& variables) {
    return std::any_of(variables.begin(), variables.end(), [](const auto& variable) { return variable.secret; });
}

// What is asked lies in the store until the job is over, and secrets must never come to lie there.
bool takesSecrets(const ApiCall& api) {
    const auto& products = config::productsOf(*api.call.snapshot);
    const auto& definition = api.definition();
    std::vector<std::string> prompts;
    if (definition.prompt)
        prompts.push_back(*definition.prompt);
    if (definition.experiment) {
        for (const auto& arm : definition.experiment->arms)
            prompts.push_back(arm.prompt);
    }
    for (const auto& pinned : prompts) {
        const auto* version = products.promptVersion(pinned);
        if (version != nullptr && holdsSecrets(version->variables))
            return true;
    }
    const auto* chain = definition.chain ? products.chainVersion(*definition.chain) : nullptr;
    return chain != nullptr && holdsSecrets(chain->inputs);
}

std::string locationOf(const ApiCall& api, const std::string& job) {
    return api.path() + "/jobs/" + job;
}

} // namespace

Task<void> ApiJobs::accept(ApiCall& api) {
    const auto& head = api.exchange.head();
    if (head.method != Method::Post) {
        co_await refuseMethod(api, "POST");
        co_return;
    }
    auto wished = checkWish(head);
    if (!wished) {
        co_await refuseApiCall(api, std::move(wished.error()));
        co_return;
    }
    if (takesSecrets(api)) {
        Error error = failure(ErrorKind::Invalid, "secrets_not_kept",
                              "This API takes secret values, which are not kept for later. Leave out Prefer: "
                              "respond-async, and wait for the answer.")
                          .value();
        co_await refuseApiCall(api, std::move(error));
        co_return;
    }
    auto body = co_await api.exchange.readBody(m_bounds.body);
    if (!body) {
        co_await refuseApiCall(api, std::move(body.error()));
        co_return;
    }
    auto& record = api.call.record;
    record.bytesIn = static_cast<std::int64_t>(body->size());
    jobs::Job job;
    job.id = api.exchange.requestId();
    job.team = record.team;
    job.app = record.app;
    job.key = record.key;
    job.api = api.api->id;
    job.version = api.version->name;
    job.request = requestOf(api, std::string(*body));
    std::function<void(std::function<void(Result<void>)>)> ask = [this, job](std::function<void(Result<void>)> done) {
        m_desk.add(job, std::move(done));
    };
    auto added = co_await awaitAnswer<void>(api.exchange.executor(), std::move(ask));
    if (!added) {
        co_await refuseApiCall(api, std::move(added.error()));
        co_return;
    }
    record.explain.note = "taken as a job";
    co_await tell(api, job, accepted);
}

Task<void> ApiJobs::answer(ApiCall& api, std::string id) {
    const auto method = api.exchange.head().method;
    const bool ends = method == Method::Delete;
    if (!ends && method != Method::Get && method != Method::Head) {
        co_await refuseMethod(api, "GET, HEAD, DELETE");
        co_return;
    }
    std::function<void(std::function<void(Result<jobs::Job>)>)> ask =
        [this, id, app = api.call.record.app, ends](std::function<void(Result<jobs::Job>)> done) {
            if (ends)
                m_desk.cancel(id, app, std::move(done));
            else
                m_desk.find(id, app, std::move(done));
        };
    auto found = co_await awaitAnswer<jobs::Job>(api.exchange.executor(), std::move(ask));
    // Another API's job is not here, even where it is the same application's.
    if (found && (found->api != api.api->id || found->version != api.version->name))
        found = failure(ErrorKind::NotFound, "unknown_job", "This API has no such job.");
    if (!found) {
        co_await refuseApiCall(api, std::move(found.error()));
        co_return;
    }
    co_await tell(api, *found, ends && found->state == jobs::State::Running ? accepted : 200);
}

Task<void> ApiJobs::tell(ApiCall& api, const jobs::Job& job, int status) {
    http::ResponseHead head;
    head.status = status;
    head.fields.push_back({"content-type", "application/json"});
    head.fields.push_back({"cache-control", "no-store"});
    const bool posted = api.exchange.head().method == Method::Post;
    const auto location = locationOf(api, job.id);
    if (posted)
        head.fields.push_back({"location", location});
    if (posted && api.exchange.head().has("prefer"))
        head.fields.push_back({"preference-applied", "respond-async"});
    if (!jobs::isOver(job.state))
        head.fields.push_back({"retry-after", std::to_string(jobs::askAgainIn(job, m_clock.wall()))});
    api.call.record.status = status;
    auto body = boost::json::serialize(jobDocument(job, location));
    (void)co_await api.exchange.answer(std::move(head), std::move(body));
}

} // namespace gatehouse::pipeline
