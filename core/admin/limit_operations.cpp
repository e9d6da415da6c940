// SPDX-License-Identifier: Apache-2.0
// How far limits are used, and what the gateway has learned of its models' tokens.
#include "core/admin/operation.h"
#include "core/base/text.h"
#include "core/policy/limits/limit_book.h"
#include "core/policy/limits/token_estimator.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

double rounded(double number) {
    return std::round(number * 1000) / 1000;
}

Answer getState(AdminDependencies& with, const Request&) {
    const auto standing = with.control.configuration();
    json::array items;
    if (with.limits != nullptr) {
        for (const auto& use : with.limits->use(*standing->snapshot))
            items.push_back(json::object{{"scope", policy::nameOf(use.scope)},
                                         {"name", use.id.empty() ? json::value() : json::value(use.id)},
                                         {"limit", use.name},
                                         {"most", use.limit},
                                         {"used", use.used}});
    }
    json::array users;
    for (const auto& app : standing->snapshot->apps) {
        if (with.limits != nullptr && app.userLimits.any())
            users.push_back(json::object{{"app", app.id}, {"users", with.limits->users(app.id)}});
    }
    json::array models;
    if (with.estimator != nullptr) {
        for (const auto& one : with.estimator->learned())
            models.push_back(json::object{{"provider", one.provider},
                                          {"model", one.model},
                                          {"bytes_per_token", rounded(one.bytesPerToken)},
                                          {"error", rounded(one.error)},
                                          {"calls", one.calls}});
    }
    return jsonAnswer(
        200, json::object{{"items", std::move(items)}, {"users", std::move(users)}, {"estimates", std::move(models)}});
}

} // namespace

void addLimitOperations(Operations& out) {
    Operation state;
    state.path = "/admin/v1/limits/state";
    state.id = "getLimitsState";
    state.tag = "limits";
    state.summary = "Tell how far each limit that is set is used";
    state.description =
        "Windows slide: `used` is what counts now of the last minute, hour or day, tokens of running calls as they "
        "were estimated. `estimates` is what was learned of the bytes of a token, by a provider's model, and by what "
        "share estimates were off.";
    state.responses = {{200, "As it is now.", {"application/json"}, "LimitsState"}};
    state.run = ControlRun(getState);
    state.permission = contract::Permission::ViewSpend;
    out.push_back(std::move(state));
}

} // namespace gatehouse::admin
