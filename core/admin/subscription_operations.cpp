// SPDX-License-Identifier: Apache-2.0
// Asking for published APIs, and deciding on it.
#include "core/admin/body.h"
#include "core/admin/entity.h"
#include "core/admin/fields.h"
#include "core/admin/notices.h"
#include "core/admin/operation.h"
#include "core/admin/ownership.h"
#include "core/admin/stored_specs.h"
#include "core/admin/subscription_requests.h"
#include "core/admin/subscription_steps.h"
#include "core/base/random.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::Permission;
using contract::SubscriptionSpec;

constexpr std::size_t longestReason = 2'000;
constexpr std::size_t mostAtOnce = 500;
constexpr std::size_t idLength = 12;

std::string teamOf(const config::Objects& objects, Kind kind, std::string_view id) {
    const auto* object = config::findObject(objects, kind, id);
    return object != nullptr ? config::textIn(object->body, "team") : std::string();
}

tl::unexpected<Refused> conflict(std::string_view field, std::string code, std::string message) {
    auto error = failure(ErrorKind::Conflict, std::move(code), std::move(message)).value();
    error.field = field;
    return refused(std::move(error));
}

// Of a user who asked; nobody has to be told what he did himself.
std::string applicantsAddress(const config::Objects& objects, const SubscriptionSpec& subscription) {
    const auto& by = subscription.requestedBy;
    if (!by || by == subscription.decidedBy)
        return {};
    const auto user = standingSpec<contract::UserSpec>(objects, Kind::User, *by);
    return user && user->enabled ? user->email : std::string();
}

void tell(AdminDependencies& with, const SubscriptionSpec& subscription, bool requested) {
    const auto standing = with.control.configuration();
    Notice notice;
    notice.event = requested ? "subscription.requested" : "subscription.decided";
    notice.data = {{"id", subscription.id},
                   {"api", subscription.api},
                   {"app", subscription.app},
                   {"team", teamOf(standing->objects, Kind::App, subscription.app)},
                   {"state", subscription.state},
                   {"reason", requested ? subscription.reason : subscription.decisionReason},
                   {"by", requested ? subscription.requestedBy.value_or("") : subscription.decidedBy.value_or("")}};
    notice.data["plan"] = subscription.plan ? json::value(*subscription.plan) : json::value();
    const auto text = std::make_shared<const std::string>(json::serialize(notice.data));
    std::vector<telemetry::TeamsPart> parts;
    for (auto& team : ownersOf(standing->objects, Kind::Subscription, subscription.id, config::bodyOf(subscription)))
        parts.push_back({std::move(team), text});
    with.events.publish(requested ? telemetry::EventType::SubscriptionRequested
                                  : telemetry::EventType::SubscriptionDecided,
                        *text, std::move(parts));
    if (with.notices == nullptr)
        return;
    auto owner = teamOf(standing->objects, Kind::Api, subscription.api);
    if (!owner.empty())
        notice.team = std::move(owner);
    if (!requested)
        notice.applicant = applicantsAddress(standing->objects, subscription);
    with.notices->tell(notice);
}

// Only what can be called, on terms that the API offers, once for each application.
Outcome<void> checkWanted(const config::Objects& objects, const SubscriptionSpec& wanted, WallMicros now) {
    const auto api = standingSpec<contract::ApiSpec>(objects, Kind::Api, wanted.api);
    if (!api)
        return conflict("api", "unknown_reference", "There is no API with this id.");
    if (config::findObject(objects, Kind::App, wanted.app) == nullptr)
        return conflict("app", "unknown_reference", "There is no application with this id.");
    if (api->access != "subscription")
        return conflict("api", "no_subscription_needed", "This API is called without a subscription.");
    const bool offered = std::find(api->plans.begin(), api->plans.end(), wanted.plan.value_or("")) != api->plans.end();
    if (!api->plans.empty() && !offered)
        return conflict("plan", "plan_not_offered", "Choose one of the plans that this API offers.");
    if (api->plans.empty() && wanted.plan)
        return conflict("plan", "plan_not_offered", "This API offers no plans; leave plan out.");
    const auto plan = wanted.plan ? standingSpec<contract::PlanSpec>(objects, Kind::Plan, *wanted.plan) : std::nullopt;
    if (plan && !plan->enabled)
        return conflict("plan", "plan_disabled", "This plan cannot be asked for any more; choose another.");
    for (const auto& object : objects) {
        if (object.kind != Kind::Subscription || config::textIn(object.body, "api") != wanted.api ||
            config::textIn(object.body, "app") != wanted.app)
            continue;
        const auto state = stateAt(specOf<SubscriptionSpec>(object.body), now);
        if (state == "pending" || state == "approved" || state == "suspended")
            return conflict("api", "already_subscribed",
                            "This application's subscription " + object.id + " is " + state + " already.");
    }
    return {};
}

Outcome<SubscriptionSpec> readWanted(const Request& request) {
    auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    Fields fields(*body, {"id", "api", "app", "plan", "reason"});
    SubscriptionSpec wanted;
    wanted.id = fields.id("id").value_or("sub-" + randomText(idLength, lowerAlphanumeric));
    wanted.api = fields.id("api", true).value_or("");
    wanted.app = fields.id("app", true).value_or("");
    wanted.plan = fields.id("plan");
    wanted.reason = fields.text("reason", longestReason);
    if (!fields.ok())
        return refused(std::move(fields.faults()));
    return wanted;
}

struct Decided {
    Decision decision = Decision::Approve;
    std::string reason;
};

bool mayDecide(const Request& request, const config::Objects& objects, const SubscriptionSpec& subscription,
               Decision decision) {
    const auto& caller = request.caller;
    if (caller.may(Permission::Approve, teamOf(objects, Kind::Api, subscription.api)))
        return true;
    // Who asked may think better of it.
    return decision == Decision::Cancel &&
           caller.may(Permission::Subscribe, teamOf(objects, Kind::App, subscription.app));
}

Outcome<Changed> decideOn(AdminDependencies& with, const Request& request, std::string_view id, const Decided& decided,
                          const Preconditions& conditions) {
    const auto standing = with.control.configuration();
    const auto subscription = standingSpec<SubscriptionSpec>(standing->objects, Kind::Subscription, id);
    if (!subscription)
        return refused(ErrorKind::NotFound, "not_found", "There is no subscription with this id.");
    if (!mayDecide(request, standing->objects, *subscription, decided.decision))
        return refused(ErrorKind::Forbidden, "forbidden", "Your roles do not let you decide on this subscription.");
    DecisionRequest wanted;
    wanted.decision = decided.decision;
    wanted.by = request.caller.name();
    wanted.reason = decided.reason;
    wanted.now = with.clock.wall();
    // The operator, who answers for the whole gateway, has nobody else to ask.
    wanted.mayApproveOwn = request.caller.isOperator() || !forbidsSelfApproval(standing->objects);
    if (subscription->plan) {
        const auto plan = standingSpec<contract::PlanSpec>(standing->objects, Kind::Plan, *subscription->plan);
        wanted.expiresAfter = plan ? plan->expiresAfter : std::nullopt;
    }
    const auto change = [&wanted](const json::object& body) -> Outcome<json::object> {
        auto next = decide(specOf<SubscriptionSpec>(body), wanted);
        if (!next)
            return tl::unexpected<Refused>(std::move(next.error()));
        return config::bodyOf(*next);
    };
    auto done = with.control.lead(Kind::Subscription, id, change, conditions, request.actor);
    if (done)
        tell(with, specOf<SubscriptionSpec>(done->object.body), false);
    return done;
}

Answer subscriptionAnswer(int status, const config::StoredObject& object) {
    auto answer = jsonAnswer(status, object.body);
    answer.with("ETag", config::etagOf(object.body));
    if (status == 201)
        answer.with("Location", "/admin/v1/subscriptions/" + object.id);
    return answer;
}

Answer decideOne(Decision decision, AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"reason"});
    Decided decided{decision, fields.text("reason", longestReason)};
    if (!fields.ok())
        return problemAnswer(fields.faults());
    if (decision == Decision::Reject && decided.reason.empty())
        return problemAnswer(409, "reason_missing", "Say why: who asked for it will read the reason.");
    const auto done = decideOn(with, request, request.place("id"), decided, {request.ifMatch, request.ifNoneMatch});
    return done ? subscriptionAnswer(200, done->object) : problemAnswer(done.error());
}

json::object problemOf(const Refused& refused) {
    const auto answer = problemAnswer(refused);
    return {{"status", answer.status}, {"code", refused.error.code}, {"detail", refused.error.message}};
}

// Each by itself: one that cannot be decided so does not hold up the others.
Answer decideMany(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    Fields fields(*body, {"ids", "action", "reason"});
    const auto ids = fields.ids("ids", mostAtOnce);
    const auto action = fields.choice("action", {"approve", "reject", "suspend", "resume", "cancel"}, true);
    const auto reason = fields.text("reason", longestReason);
    if (!fields.ok())
        return problemAnswer(fields.faults());
    auto decision = Decision::Approve;
    for (const auto one :
         {Decision::Approve, Decision::Reject, Decision::Suspend, Decision::Resume, Decision::Cancel}) {
        if (nameOf(one) == action)
            decision = one;
    }
    if (decision == Decision::Reject && reason.empty())
        return problemAnswer(409, "reason_missing", "Say why: who asked for it will read the reason.");
    json::array items;
    for (const auto& id : ids) {
        const auto done = decideOn(with, request, id, {decision, reason}, {});
        json::object item{{"id", id}, {"ok", done.has_value()}};
        if (!done)
            item["problem"] = problemOf(done.error());
        items.push_back(std::move(item));
    }
    return jsonAnswer(200, json::object{{"items", std::move(items)}});
}

constexpr const char* idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

struct Described {
    Decision decision;
    const char* id;
    const char* summary;
    const char* description;
};

constexpr std::array<Described, 5> decisions{
    {{Decision::Approve, "approveSubscription", "Approve a subscription",
      "Its application's next call is let in. 403 `self_approval` where the caller asked for it himself and the "
      "organisation forbids that."},
     {Decision::Reject, "rejectSubscription", "Reject a subscription", "With a reason, which who asked will read."},
     {Decision::Suspend, "suspendSubscription", "Suspend a subscription",
      "Its application's next call is refused, and its streams end at their next event."},
     {Decision::Resume, "resumeSubscription", "Let a suspended subscription go on", ""},
     {Decision::Cancel, "cancelSubscription", "Cancel a subscription",
      "For good; the application can ask again. Whoever may subscribe for the application may do this too."}}};

} // namespace

Answer requestSubscription(AdminDependencies& with, const Request& request) {
    auto wanted = readWanted(request);
    if (!wanted)
        return problemAnswer(wanted.error());
    const auto standing = with.control.configuration();
    const auto now = with.clock.wall();
    if (!request.caller.may(Permission::Subscribe, teamOf(standing->objects, Kind::App, wanted->app)))
        return problemAnswer(403, "forbidden", "Your roles do not let you subscribe for this application.");
    if (auto fits = checkWanted(standing->objects, *wanted, now); !fits)
        return problemAnswer(fits.error());
    wanted->requestedBy = request.caller.name();
    wanted->requestedAt = now;
    const auto plan =
        wanted->plan ? standingSpec<contract::PlanSpec>(standing->objects, Kind::Plan, *wanted->plan) : std::nullopt;
    const bool automatic = plan && plan->approval == "automatic";
    if (automatic) {
        DecisionRequest decision;
        decision.by = "automatic";
        decision.now = now;
        decision.expiresAfter = plan->expiresAfter;
        *wanted = *decide(*wanted, decision);
    }
    const auto made = with.control.createLed(Kind::Subscription, config::bodyOf(*wanted), request.actor);
    if (!made)
        return problemAnswer(made.error());
    tell(with, *wanted, true);
    return subscriptionAnswer(201, made->object);
}

void addSubscriptionOperations(Operations& out) {
    for (const auto& described : decisions) {
        Operation it;
        it.method = http::Method::Post;
        it.path = "/admin/v1/subscriptions/{id}/" + std::string(nameOf(described.decision));
        it.id = described.id;
        it.tag = "subscriptions";
        it.summary = described.summary;
        it.description = described.description;
        it.permission = described.decision == Decision::Cancel ? Permission::Subscribe : Permission::Approve;
        it.portal = described.decision == Decision::Cancel;
        it.idSchema = idSchema;
        it.body = BodyInfo{{"application/json"}, "SubscriptionDecision"};
        it.responses = {{200, "The subscription as it is now.", {"application/json"}, "Subscription", true, false}};
        it.problems = {403, 404, 409, 412};
        it.run = ControlRun([decision = described.decision](AdminDependencies& with, const Request& request) {
            return decideOne(decision, with, request);
        });
        out.push_back(std::move(it));
    }
    Operation bulk;
    bulk.method = http::Method::Post;
    bulk.path = "/admin/v1/subscriptions/bulk";
    bulk.id = "decideSubscriptions";
    bulk.tag = "subscriptions";
    bulk.summary = "Decide on several subscriptions";
    bulk.description = "Each by itself: `items` tells what became of each.";
    bulk.permission = Permission::Approve;
    bulk.body = BodyInfo{{"application/json"}, "SubscriptionDecisions"};
    bulk.responses = {{200, "What became of them.", {"application/json"}, "SubscriptionsDecided", false, false}};
    bulk.problems = {409};
    bulk.run = ControlRun(decideMany);
    out.push_back(std::move(bulk));
}

} // namespace gatehouse::admin
