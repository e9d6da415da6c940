// SPDX-License-Identifier: Apache-2.0
#include "core/admin/admin_handler.h"

#include "core/admin/accept.h"
#include "core/admin/answer.h"
#include "core/admin/call_export.h"
#include "core/admin/event_stream.h"
#include "core/admin/guard.h"
#include "core/admin/offload.h"
#include "core/admin/query_string.h"
#include "core/admin/router.h"
#include "core/admin/tenancy.h"
#include "core/base/text.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

constexpr std::size_t filePiece = std::size_t{256} << 10U;
constexpr std::string_view busyText = "The gateway has too many admin requests waiting; try again soon.";

Answer busyAnswer() {
    auto answer = problemAnswer(503, "busy", std::string(busyText));
    answer.with("Retry-After", "1");
    return answer;
}

Answer noMethodAnswer(const RouteMatch& match) {
    auto answer = problemAnswer(405, "method_not_allowed", "This address takes only " + match.allow + '.');
    answer.with("Allow", match.allow);
    return answer;
}

Answer optionsAnswer(const RouteMatch& match) {
    return std::move(emptyAnswer(204).with("Allow", match.allow));
}

// What an error of reading the body is answered with: too large 413, slow 408, the rest by its kind.
Answer bodyErrorAnswer(const Error& error) {
    return error.kind == ErrorKind::Timeout ? problemAnswer(408, error.code, error.message) : problemAnswer(error);
}

Result<void> checkContentType(const BodyInfo& body, std::string_view field, const std::string& mediaType) {
    const auto isAmong = [&](const std::vector<std::string>& types) {
        return std::find(types.begin(), types.end(), mediaType) != types.end();
    };
    const bool known = isAmong(body.mediaTypes) || isAmong(body.looseTypes);
    if (known && isUtf8Type(field))
        return {};
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "unsupported_media_type";
    error.field = "Content-Type";
    for (const auto& type : body.mediaTypes)
        error.expected += (error.expected.empty() ? "" : " or ") + type;
    for (const auto& type : body.looseTypes)
        error.expected += " or " + type;
    error.found = field.empty() ? "none" : contract::quoted(field);
    error.message = "The body must be " + error.expected + " in UTF-8, and Content-Type must say so.";
    return tl::unexpected<Error>(std::move(error));
}

constexpr std::string_view portalBase = "/portal/api/v1/";
constexpr std::string_view adminBase = "/admin/v1/";

// The address of the admin API that one of the portal stands for; the portal has no others.
std::string addressBehind(Door door, std::string_view path) {
    if (door == Door::Admin)
        return std::string(path);
    return path.starts_with(portalBase) ? std::string(adminBase) + std::string(path.substr(portalBase.size()))
                                        : std::string("/-");
}

Request requestOf(const http::Exchange& exchange, RouteMatch&& match, Texts&& query, Caller&& caller) {
    const auto& head = exchange.head();
    Request request;
    request.method = match.operation->method;
    request.path = std::move(match.places);
    request.query = std::move(query);
    request.contentType = mediaTypeOf(head.field("content-type"));
    request.accept = head.field("accept");
    request.ifMatch = head.field("if-match");
    request.ifNoneMatch = head.field("if-none-match");
    request.lastEventId = head.field("last-event-id");
    request.address = exchange.peerAddress();
    request.caller = std::move(caller);
    request.actor = request.caller.name() + ' ' + request.address;
    request.ownOrigin = (exchange.secure() ? "https://" : "http://") + std::string(head.field("host"));
    return request;
}

} // namespace

class AdminApi {
public:
    explicit AdminApi(AdminDependencies dependencies)
        : m_with(std::move(dependencies)), m_router(makeOperations()),
          m_guard(m_with.token, m_with.origins, m_with.people),
          m_streams(m_with.events, m_with.eventComment, m_with.mostEventStreams), m_exports(m_with) {}

    Task<void> serve(http::Exchange& exchange, Door door);
    EventStreams& streams() { return m_streams; }
    CallExports& exports() { return m_exports; }

private:
    Task<void> serveOperation(http::Exchange& exchange, RouteMatch match, Caller caller, Door door);
    Task<std::optional<Answer>> takeBody(http::Exchange& exchange, const BodyInfo& info, Request& request);
    Task<void> sendFile(http::Exchange& exchange, const FileRun& run, std::shared_ptr<Request> request);
    Task<Answer> run(http::Exchange& exchange, const Operation& operation, std::shared_ptr<Request> request);
    Task<void> answer(http::Exchange& exchange, Answer answer);

    AdminDependencies m_with;
    Router m_router;
    Guard m_guard;
    EventStreams m_streams;
    CallExports m_exports;
};

Task<void> AdminApi::answer(http::Exchange& exchange, Answer answer) {
    http::ResponseHead head;
    head.status = answer.status;
    head.fields = std::move(answer.fields);
    head.fields.push_back({"X-Content-Type-Options", "nosniff"});
    if (std::none_of(head.fields.begin(), head.fields.end(),
                     [](const http::Field& field) { return equalsIgnoringCase(field.name, "cache-control"); }))
        head.fields.push_back({"Cache-Control", "no-cache"});
    // A client that left is no error of ours.
    [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::move(answer.body));
}

Task<void> AdminApi::serve(http::Exchange& exchange, Door door) {
    const auto& head = exchange.head();
    std::optional<Answer> early;
    RouteMatch match;
    const auto address = addressBehind(door, head.path);
    auto found = m_router.find(head.method, address);
    const bool hidden = door == Door::Portal && found && (found->operation == nullptr || !found->operation->portal);
    const bool open = found && found->operation != nullptr && !hidden && found->operation->access == Access::Open;
    auto caller = m_guard.check(exchange, open ? Access::Open : Access::Token, door);
    if (!caller)
        early = m_guard.refusal(caller.error());
    else if (!found)
        early = problemAnswer(found.error());
    else if (!found->pathKnown || hidden)
        early = problemAnswer(404, "not_found",
                              "There is nothing at this address; GET /admin/v1/openapi.json lists "
                              "what there is.");
    else if (head.method == http::Method::Options)
        early = optionsAnswer(*found);
    else if (found->operation == nullptr)
        early = noMethodAnswer(*found);
    if (early) {
        co_await answer(exchange, std::move(*early));
        co_return;
    }
    match = std::move(*found);
    co_await serveOperation(exchange, std::move(match), std::move(*caller), door);
}

Task<void> AdminApi::serveOperation(http::Exchange& exchange, RouteMatch match, Caller caller, Door door) {
    const auto& operation = *match.operation;
    auto query = parseQuery(exchange.head().query, operation.parameters);
    if (!query) {
        auto wrong = problemAnswer(query.error());
        co_await answer(exchange, std::move(wrong));
        co_return;
    }
    auto request =
        std::make_shared<Request>(requestOf(exchange, std::move(match), std::move(*query), std::move(caller)));
    if (auto refusal = refuseOperation(operation, m_with.control.configuration()->objects, *request)) {
        co_await answer(exchange, std::move(*refusal));
        co_return;
    }
    if (std::holds_alternative<EventsRun>(operation.run) && exchange.head().method == http::Method::Get) {
        EventStreams::Listener listener = [this, &exchange, door]() -> std::optional<Caller> {
            auto now = m_guard.checkAgain(exchange, door);
            return now ? std::optional(std::move(*now)) : std::nullopt;
        };
        co_await m_streams.serve(exchange, *request, std::move(listener));
        co_return;
    }
    const auto* exporting = std::get_if<ExportRun>(&operation.run);
    if (exporting != nullptr && exporting->status) {
        auto status = textAnswer(200, "application/json", m_exports.statusJson());
        co_await answer(exchange, std::move(status));
        co_return;
    }
    if (exporting != nullptr && exchange.head().method == http::Method::Get) {
        co_await m_exports.serve(exchange, std::move(request));
        co_return;
    }
    if (const auto* file = std::get_if<FileRun>(&operation.run)) {
        co_await sendFile(exchange, *file, std::move(request));
        co_return;
    }
    if (operation.body) {
        auto wrong = co_await takeBody(exchange, *operation.body, *request);
        if (wrong) {
            co_await answer(exchange, std::move(*wrong));
            co_return;
        }
        if (auto refusal = refuseBody(operation, m_with.control.configuration()->objects, *request)) {
            co_await answer(exchange, std::move(*refusal));
            co_return;
        }
    }
    auto done = co_await run(exchange, operation, std::move(request));
    co_await answer(exchange, std::move(done));
}

// Made and read on query threads: this one must not touch files.
Task<void> AdminApi::sendFile(http::Exchange& exchange, const FileRun& run, std::shared_ptr<Request> request) {
    using Made = std::shared_ptr<Result<SpooledFile>>;
    auto post = [this](QueryThreads::Work work) { return m_with.queries.post(std::move(work)); };
    std::function<Made(QueryThreads::Connection&)> make = [this, &run, request](QueryThreads::Connection&) {
        return std::make_shared<Result<SpooledFile>>(run.make(m_with, *request));
    };
    const auto made = co_await offload(exchange.executor(), post, std::move(make));
    if (!made || !**made) {
        auto refusal = made ? problemAnswer((*made)->error()) : busyAnswer();
        co_await answer(exchange, std::move(refusal));
        co_return;
    }
    http::ResponseHead head;
    head.fields.push_back({"Content-Type", "application/octet-stream"});
    head.length = (**made)->size();
    head.fields.push_back({"Cache-Control", "no-store"});
    const auto begun = co_await exchange.beginStream(std::move(head));
    if (!begun)
        co_return;
    for (std::uint64_t offset = 0; offset < (**made)->size();) {
        std::function<Result<std::string>(QueryThreads::Connection&)> read =
            [file = *made, offset](QueryThreads::Connection&) { return (*file)->read(offset, filePiece); };
        const auto piece = co_await offload(exchange.executor(), post, std::move(read));
        if (!piece || !*piece || (*piece)->empty())
            co_return; // without its end: nobody takes a part for the whole
        const auto written = co_await exchange.write(**piece);
        if (!written)
            co_return;
        offset += (*piece)->size();
    }
    [[maybe_unused]] const auto ended = co_await exchange.endStream();
}

// What is wrong with the body; nothing when it is in the request.
Task<std::optional<Answer>> AdminApi::takeBody(http::Exchange& exchange, const BodyInfo& info, Request& request) {
    if (auto typed = checkContentType(info, exchange.head().field("content-type"), request.contentType); !typed)
        co_return problemAnswer(415, typed.error());
    const auto body = co_await exchange.readBody(info.most);
    if (!body)
        co_return bodyErrorAnswer(body.error());
    request.body = *body;
    co_return std::nullopt;
}

Task<Answer> AdminApi::run(http::Exchange& exchange, const Operation& operation, std::shared_ptr<Request> request) {
    if (const auto* here = std::get_if<HereRun>(&operation.run))
        co_return here->run(m_with, *request);
    if (std::holds_alternative<EventsRun>(operation.run))
        co_return textAnswer(200, "text/event-stream", {}); // HEAD
    if (std::holds_alternative<ExportRun>(operation.run))
        co_return textAnswer(200, "application/jsonl", {}); // HEAD
    if (const auto* wait = std::get_if<AwaitRun>(&operation.run))
        co_return co_await wait->run(m_with, exchange.executor(), std::move(request));
    std::optional<Answer> done;
    if (const auto* query = std::get_if<QueryRun>(&operation.run)) {
        auto post = [this](QueryThreads::Work work) { return m_with.queries.post(std::move(work)); };
        std::function<Answer(QueryThreads::Connection&)> work = [this, query,
                                                                 request](QueryThreads::Connection& connection) {
            return (*query)(m_with, connection, *request);
        };
        done = co_await offload(exchange.executor(), std::move(post), std::move(work));
    } else {
        const auto* control = std::get_if<ControlRun>(&operation.run);
        auto post = [this](std::function<void()> work) { return m_with.controlThread.post(std::move(work)); };
        std::function<Answer()> work = [this, control, request, permission = operation.permission] {
            const AsCaller as(m_with.control, request->caller, permission);
            auto answer = (*control)(m_with, *request);
            wipe(request->body); // it may have held a secret
            return answer;
        };
        done = co_await offload(exchange.executor(), std::move(post), std::move(work));
    }
    co_return done ? std::move(*done) : busyAnswer();
}

class AdminHandler::Portal final : public http::Handler {
public:
    explicit Portal(AdminApi& api) : m_api(api) {}
    Task<void> handle(http::Exchange& exchange) override { return m_api.serve(exchange, Door::Portal); }

private:
    AdminApi& m_api;
};

AdminHandler::AdminHandler(AdminDependencies dependencies)
    : m_api(std::make_unique<AdminApi>(std::move(dependencies))), m_portal(std::make_unique<Portal>(*m_api)) {}

AdminHandler::~AdminHandler() = default;

Task<void> AdminHandler::handle(http::Exchange& exchange) {
    return m_api->serve(exchange, Door::Admin);
}

http::Handler& AdminHandler::portal() {
    return *m_portal;
}

void AdminHandler::closeStreams() {
    m_api->streams().close();
    m_api->exports().close();
}

std::size_t AdminHandler::openStreams() const {
    return m_api->streams().open();
}

} // namespace gatehouse::admin
