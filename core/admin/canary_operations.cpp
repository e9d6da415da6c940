// SPDX-License-Identifier: Apache-2.0
// A route's canary: how it stands, and changing it by hand.
#include "core/admin/body.h"
#include "core/admin/canary_keeper.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/config/build_route.h"
#include "core/contract/reader.h"

#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using Action = CanaryKeeper::Action;

struct Asked {
    Action action = Action::Percent;
    config::Share percent = 0;
};

Outcome<Asked> readAsked(const json::value& body) {
    const contract::Path root;
    const auto wrong = [&root](std::string_view field, std::string expected, const json::value& found) {
        return refused(contract::Faults{contract::makeFault(FaultCode::InvalidValue, contract::Path(root, field),
                                                            std::move(expected), contract::foundText(found))});
    };
    const auto* object = body.if_object();
    if (object == nullptr || object->size() != 1)
        return wrong("action", "an object with either action or percent", body);
    const auto& [name, value] = *object->begin();
    if (name == "percent") {
        if (!value.is_number() || value.to_number<double>() < 0 || value.to_number<double>() > 100)
            return wrong("percent", "a number from 0 to 100", value);
        return Asked{Action::Percent, static_cast<config::Share>(value.to_number<double>() * 100 + 0.5)};
    }
    const auto action = value.is_string() ? std::string_view(value.get_string()) : std::string_view();
    if (name != "action")
        return wrong(name, "action or percent", value);
    if (action == "pause")
        return Asked{Action::Pause, 0};
    if (action == "resume")
        return Asked{Action::Resume, 0};
    if (action == "promote")
        return Asked{Action::Promote, 0};
    if (action == "roll_back")
        return Asked{Action::RollBack, 0};
    return wrong("action", "one of pause, resume, promote, roll_back", value);
}

Answer noCanary(const std::string& route) {
    return problemAnswer(404, "canary_not_found", "No route named \"" + route + "\" has a canary.");
}

Answer changeCanary(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto asked = readAsked(*body);
    if (!asked)
        return problemAnswer(asked.error());
    const std::string route(request.place("id"));
    if (with.canaries == nullptr || !with.canaries->json(route))
        return noCanary(route);
    if (const auto noted = with.control.note("route.canary", "routes", route, request.actor, {}, request.body); !noted)
        return problemAnswer(noted.error());
    const auto standing = with.control.configuration();
    if (!with.canaries->act(*standing->snapshot, route, asked->action, asked->percent, request.actor))
        return noCanary(route);
    return jsonAnswer(200, with.canaries->json(route).value_or(json::object()));
}

Answer getCanary(AdminDependencies& with, const Request& request) {
    const std::string route(request.place("id"));
    auto found = with.canaries != nullptr ? with.canaries->json(route) : std::nullopt;
    return found ? jsonAnswer(200, std::move(*found)) : noCanary(route);
}

constexpr const char* modelSchema =
    R"({"type":"string","minLength":1,"maxLength":256,"pattern":"^[^\\u0000-\\u001f\\u007f]+$"})";

Operation makeOperation(http::Method method, std::string id, std::string summary) {
    auto operation = newOperation(method, "/admin/v1/routes/{id}/canary", std::move(id), "routes", std::move(summary));
    operation.idSchema = modelSchema;
    operation.responses = {{200, "How it stands.", {"application/json"}, "CanaryState", false, false}};
    operation.problems = {404};
    return operation;
}

} // namespace

void addCanaryOperations(Operations& out) {
    auto get = makeOperation(http::Method::Get, "getCanary", "Tell how a route's canary stands");
    get.run = ControlRun(getCanary);
    get.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(get));

    auto change = makeOperation(http::Method::Post, "changeCanary", "Change a route's canary by hand");
    change.description =
        "Sets its share, or: `pause` keeps the share as it is, `resume` goes on from there with what is "
        "counted from now on, `promote` leads all calls to the canary's target, `roll_back` none. It "
        "holds over a restart, until the canary's target or first share is changed in the route.";
    change.body = BodyInfo{{"application/json"}, "CanaryChange"};
    change.run = ControlRun(changeCanary);
    change.permission = contract::Permission::EditConfiguration;
    out.push_back(std::move(change));
}

} // namespace gatehouse::admin
