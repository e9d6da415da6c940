// SPDX-License-Identifier: Apache-2.0
// Pausing and resuming the gateway.
#include "core/admin/body.h"
#include "core/admin/new_operation.h"
#include "core/admin/operation.h"
#include "core/base/text.h"

#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

json::object stateOf(const PauseState& state) {
    json::object out{{"paused", state.paused}, {"since", nullptr}};
    if (state.paused)
        out["since"] = formatTime(state.since);
    return out;
}

tl::unexpected<Refused> wrong(contract::FaultCode code, std::string_view field, std::string expected,
                              std::string found) {
    const contract::Path document;
    const contract::Path member(document, field);
    return refused(contract::Faults{
        contract::makeFault(code, field.empty() ? document : member, std::move(expected), std::move(found))});
}

Outcome<bool> pausedIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrong(contract::FaultCode::WrongType, "", "an object with paused", "something else");
    for (const auto& member : *object) {
        if (member.key() != "paused")
            return wrong(contract::FaultCode::UnknownField, "", "paused only", "another field");
    }
    const auto* paused = object->if_contains("paused");
    if (paused == nullptr)
        return wrong(contract::FaultCode::MissingField, "paused", "true or false", "nothing");
    if (!paused->is_bool())
        return wrong(contract::FaultCode::WrongType, "paused", "true or false", "something else");
    return paused->get_bool();
}

Answer getState(AdminDependencies& with, const Request&) {
    return jsonAnswer(200, stateOf(with.process().pause));
}

// First the audit log, then the deed: a pause that nobody could account for does not happen.
Answer putState(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto paused = pausedIn(*body);
    if (!paused)
        return problemAnswer(paused.error());
    if (*paused == with.process().pause.paused)
        return jsonAnswer(200, stateOf(with.process().pause));
    if (!with.setPaused)
        return problemAnswer(503, "not_available", "This gateway serves no calls that could be paused.");
    const auto noted = with.control.note(*paused ? "gateway.pause" : "gateway.resume", "gateway", request.actor);
    if (!noted)
        return problemAnswer(noted.error());
    with.setPaused(*paused, request.actor);
    return jsonAnswer(200, stateOf(with.process().pause));
}

Operation makeOperation(http::Method method, std::string id, std::string summary) {
    return newOperation(method, "/admin/v1/gateway/state", std::move(id), "process", std::move(summary));
}

} // namespace

void addGatewayOperations(Operations& out) {
    auto get = makeOperation(http::Method::Get, "getGatewayState", "Tell whether the gateway is paused");
    get.responses = {{200, "The state.", {"application/json"}, "GatewayState", false, false}};
    get.run = HereRun{getState};
    get.permission = contract::Permission::ViewConfiguration;
    out.push_back(std::move(get));

    auto put = makeOperation(http::Method::Put, "putGatewayState", "Pause or resume the gateway");
    put.description =
        "A paused gateway begins no new calls: it answers them with 503, the code `gateway_paused` and `Retry-After`. "
        "Calls that run go on to their end; health, lists of models and this API stay. `/readyz` answers 503 "
        "meanwhile, so that a load balancer looks elsewhere. The event `health.changed` tells of it, the audit log "
        "says who did it. A restart ends a pause. Where the state is already as asked for, nothing happens.";
    put.body = BodyInfo{{"application/json"}, "GatewayStatePut"};
    put.responses = {{200, "The state as it is now.", {"application/json"}, "GatewayState", false, false}};
    put.run = ControlRun(putState);
    out.push_back(std::move(put));
}

} // namespace gatehouse::admin
