// SPDX-License-Identifier: Apache-2.0
// Webhooks beyond what every kind of object has: their secrets, a try, what was sent.
#include "core/admin/job_operations.h"

#include "core/async/await_answer.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/jobs/webhook_desk.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;
using notices::Delivery;

constexpr const char* webhookIdSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";
constexpr std::int64_t usualDeliveries = 50;
constexpr std::int64_t mostDeliveries = 500;

const json::object* standingWebhook(const Configuration& standing, std::string_view id) {
    const auto* found = config::findObject(standing.objects, config::Kind::Webhook, std::string(id));
    return found == nullptr ? nullptr : &found->body;
}

std::string teamOf(const json::object& webhook) {
    const auto* team = webhook.if_contains("team");
    return team != nullptr && team->is_string() ? std::string(team->get_string()) : std::string();
}

bool isThere(AdminDependencies& with, const Request& request, Permission permission) {
    const auto standing = with.control.configuration();
    const auto* webhook = standingWebhook(*standing, request.place("id"));
    return webhook != nullptr && request.caller.may(permission, teamOf(*webhook));
}

bool isDeliveryId(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    });
}

Answer notThere() {
    return problemAnswer(404, "not_found", "There is no webhook with this id.");
}

// The one time that the secret is shown: it goes onto the wire to who asked for it, and nowhere else.
Answer rotateWebhook(AdminDependencies& with, const Request& request) {
    if (!isThere(with, request, Permission::Publish))
        return notThere();
    if (with.webhooks == nullptr)
        return problemAnswer(409, "not_serving", "No gateway runs here that would sign anything.");
    const std::string id(request.place("id"));
    const auto made = with.webhooks->rotate(id, request.actor);
    if (!made)
        return problemAnswer(made.error());
    auto answer = jsonAnswer(
        200, json::object{{"id", id},
                          {"secret", made->secret->reveal()},
                          {"previous_until",
                           made->previousUntil ? json::value(formatTime(*made->previousUntil)) : json::value()}});
    answer.with("Cache-Control", "no-store");
    return answer;
}

Answer testWebhook(AdminDependencies& with, const Request& request) {
    if (!isThere(with, request, Permission::Publish))
        return notThere();
    if (with.webhooks == nullptr)
        return problemAnswer(409, "not_serving", "No gateway runs here that would send it.");
    const auto sent = with.webhooks->test(std::string(request.place("id")));
    if (!sent)
        return problemAnswer(sent.error());
    return jsonAnswer(202, json::object{{"delivery", *sent}});
}

json::object toJson(const Delivery& delivery) {
    json::object out{{"id", delivery.id},
                     {"event", delivery.event},
                     {"state", notices::nameOf(delivery.state)},
                     {"attempts", delivery.attempts},
                     {"created", formatTime(delivery.created)}};
    if (delivery.state == notices::DeliveryState::Pending)
        out["due"] = formatTime(delivery.due);
    if (delivery.ended)
        out["ended"] = formatTime(*delivery.ended);
    if (delivery.lastAt)
        out["last"] =
            json::object{{"at", formatTime(*delivery.lastAt)},
                         {"status", delivery.lastStatus == 0 ? json::value() : json::value(delivery.lastStatus)},
                         {"error", delivery.lastError.empty() ? json::value() : json::value(delivery.lastError)}};
    return out;
}

Task<Answer> listDeliveries(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (!isThere(with, *request, Permission::ViewApis))
        co_return notThere();
    if (with.webhooks == nullptr)
        co_return problemAnswer(409, "not_serving", "No gateway runs here that would send anything.");
    const auto cursor = request->parameter("cursor");
    if (request->has("cursor") && !isDeliveryId(cursor)) {
        auto error =
            failure(ErrorKind::Invalid, "invalid_parameter", "The parameter cursor must be what \"next\" said.")
                .value();
        error.field = "cursor";
        co_return problemAnswer(error);
    }
    notices::DeliveryQuery query;
    query.target = request->place("id");
    query.before = cursor;
    query.limit = static_cast<std::size_t>(
        parseUnsigned(request->parameter("limit")).value_or(static_cast<std::uint64_t>(usualDeliveries)));
    const auto limit = query.limit;
    std::function<void(std::function<void(Result<std::vector<Delivery>>)>)> ask =
        [desk = with.webhooks, query](std::function<void(Result<std::vector<Delivery>>)> done) {
            desk->list(query, std::move(done));
        };
    const auto found = co_await awaitAnswer<std::vector<Delivery>>(executor, std::move(ask));
    if (!found)
        co_return problemAnswer(found.error());
    json::array items;
    for (const auto& delivery : *found)
        items.push_back(toJson(delivery));
    const bool more = found->size() == limit && !found->empty();
    co_return jsonAnswer(
        200, json::object{{"items", std::move(items)}, {"next", more ? json::value(found->back().id) : json::value()}});
}

} // namespace

void addWebhookOperations(Operations& out) {
    Operation rotate;
    rotate.method = http::Method::Post;
    rotate.path = "/admin/v1/webhooks/{id}/rotate";
    rotate.id = "rotateWebhook";
    rotate.tag = "webhooks";
    rotate.summary = "Make the webhook's signing secret anew";
    rotate.description = "The first time, it makes the webhook work: without a secret nothing is sent. The secret is "
                         "answered this once. The one before signs beside it for a day, so that receivers can change "
                         "over.";
    rotate.permission = Permission::Publish;
    rotate.idSchema = webhookIdSchema;
    rotate.responses = {{200, "Made.", {"application/json"}, "WebhookSecret", false, false}};
    rotate.problems = {404, 409};
    rotate.run = ControlRun(rotateWebhook);
    out.push_back(std::move(rotate));

    Operation test;
    test.method = http::Method::Post;
    test.path = "/admin/v1/webhooks/{id}/test";
    test.id = "testWebhook";
    test.tag = "webhooks";
    test.summary = "Send the webhook something to try it";
    test.description = "An event `webhook.test`, whatever the webhook listens to. What came of it stands among its "
                       "deliveries.";
    test.permission = Permission::Publish;
    test.idSchema = webhookIdSchema;
    test.responses = {{202, "On its way.", {"application/json"}, "WebhookTest", false, false}};
    test.problems = {404, 409};
    test.run = ControlRun(testWebhook);
    out.push_back(std::move(test));

    Operation list;
    list.path = "/admin/v1/webhooks/{id}/deliveries";
    list.id = "listWebhookDeliveries";
    list.tag = "webhooks";
    list.summary = "List what was sent to a webhook, newest first";
    list.description = "For a week after it was taken or given up. Of answers the status alone is kept.";
    list.permission = Permission::ViewApis;
    list.idSchema = webhookIdSchema;
    auto cursor = textParameter("cursor", "`next` of the page before.");
    cursor.schema = R"({"type": "string", "pattern": "^[0-9A-Za-z_]{1,64}$"})";
    list.parameters = {integerParameter("limit", "Deliveries on a page.", 1, mostDeliveries, usualDeliveries),
                       std::move(cursor)};
    list.responses = {{200, "A page.", {"application/json"}, "Deliveries", false, false}};
    list.problems = {404, 409};
    list.run = AwaitRun{listDeliveries};
    out.push_back(std::move(list));
}

} // namespace gatehouse::admin
