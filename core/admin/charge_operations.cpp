// SPDX-License-Identifier: Apache-2.0
// What subscriptions are charged by their plans.
#include "core/admin/charges.h"
#include "core/admin/entity.h"
#include "core/admin/moment.h"
#include "core/admin/operation.h"
#include "core/base/text.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/filter.h"
#include "core/contract/product_descriptions.h"

#include <boost/json/array.hpp>
#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr const char* momentSchema =
    R"({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "pattern": "^-[0-9]{1,4}(m|h|d)$"}]})";

template <typename Spec>
std::map<std::string, Spec> allOf(const config::Objects& objects, Kind kind) {
    std::map<std::string, Spec> all;
    for (const auto& object : objects) {
        if (object.kind == kind)
            (void)contract::readInto(all[object.id], json::value(object.body), contract::Form::Api);
    }
    return all;
}

// Calls and cost of each application at one API: asked for API by API, so that no sum is cut to the largest.
Result<std::map<std::string, Used>> usedAt(store::Reader& reader, store::StatsRequest wanted, const std::string& api,
                                           WallMicros now) {
    auto filter = contract::parseFilter("api:" + api, now);
    if (!filter)
        return failure(ErrorKind::Internal, "internal", "the API's id is no word of the filter");
    wanted.filter = std::move(*filter);
    wanted.groupBy = {store::StatsDimension::App};
    wanted.metrics = {store::StatsMetric::Calls, store::StatsMetric::Cost};
    auto result = reader.stats(wanted);
    if (!result)
        return tl::unexpected(std::move(result.error()));
    std::map<std::string, Used> used;
    for (const auto& series : result->series) {
        auto& one = used[series.group.front().second];
        one.calls = series.total.values.calls - series.total.values.errors;
        one.cost = series.total.values.cost;
        one.costUnknown = series.total.values.unknownCostCalls;
    }
    return used;
}

Answer getCharges(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    for (const auto* name : {"from", "to"}) {
        if (const auto checked = checkMoment(request, name); !checked)
            return problemAnswer(checked.error());
    }
    const auto now = with.clock.wall();
    const auto from = request.has("from") ? request.parameter("from") : std::string_view("-30d");
    auto wanted = store::parseStatsRequest(from, request.parameter("to"), "1d", "", "", now);
    if (!wanted)
        return problemAnswer(409, wanted.error());
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto standing = with.control.configuration();
    const auto plans = allOf<contract::PlanSpec>(standing->objects, Kind::Plan);
    std::map<std::string, std::map<std::string, Used>> used; // by API, by application
    json::array items;
    for (const auto& [id, subscription] : allOf<contract::SubscriptionSpec>(standing->objects, Kind::Subscription)) {
        const auto* app = config::findObject(standing->objects, Kind::App, subscription.app);
        const auto team = app != nullptr ? config::textIn(app->body, "team") : std::string();
        if (!request.caller.may(contract::Permission::ViewSpend, team))
            continue;
        if (!used.contains(subscription.api)) {
            auto sums = usedAt(**reader, *wanted, subscription.api, now);
            if (!sums)
                return problemAnswer(sums.error());
            used.emplace(subscription.api, std::move(*sums));
        }
        const auto plan = subscription.plan ? plans.find(*subscription.plan) : plans.end();
        const auto& use = used[subscription.api][subscription.app];
        const auto price = plan != plans.end() ? plan->second.price : contract::PlanPriceSpec();
        const auto charge = chargeFor(price, use, monthsOf(subscription, {wanted->from, wanted->to}, now));
        items.push_back(json::object{{"subscription", id},
                                     {"api", subscription.api},
                                     {"app", subscription.app},
                                     {"team", team},
                                     {"plan", subscription.plan ? json::value(*subscription.plan) : json::value()},
                                     {"state", subscription.state},
                                     {"calls", use.calls},
                                     {"cost", use.cost.toString()},
                                     {"cost_unknown_calls", use.costUnknown},
                                     {"for_months", charge.months.toString()},
                                     {"for_calls", charge.calls.toString()},
                                     {"for_cost", charge.cost.toString()},
                                     {"total", charge.total().toString()}});
    }
    return jsonAnswer(
        200,
        json::object{{"from", formatTime(wanted->from)}, {"to", formatTime(wanted->to)}, {"items", std::move(items)}});
}

} // namespace

void addChargeOperations(Operations& out) {
    Operation it;
    it.path = "/admin/v1/charges";
    it.id = "getCharges";
    it.tag = "subscriptions";
    it.summary = "Tell what subscriptions are charged";
    it.description =
        "By the prices of their plans: months that have begun, calls that were served, and providers' cost "
        "with its markup. Where the cost of calls is unknown, they are counted apart.";
    it.permission = contract::Permission::ViewSpend;
    it.portal = true;
    for (const auto* name : {"from", "to"}) {
        auto parameter =
            textParameter(name, std::string(name) == "from" ? "From when on; 30 days back." : "Until when; now.");
        parameter.schema = momentSchema;
        it.parameters.push_back(std::move(parameter));
    }
    it.responses = {{200, "All subscriptions that the caller may see.", {"application/json"}, "Charges", false, false}};
    it.problems = {409};
    it.run = QueryRun(getCharges);
    out.push_back(std::move(it));
}

} // namespace gatehouse::admin
