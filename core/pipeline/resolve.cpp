// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"
#include "core/routing/relay.h"

#include <algorithm>

namespace gatehouse::pipeline {

namespace {

// Fields such as OpenRouter's "models" let the provider answer with another model than was asked for.
Result<void> checkOtherModels(const Call& call) {
    const auto rules = call.rules();
    const auto who = rules.whoListsModels();
    if (who.empty())
        return {};
    const auto& others = call.facts.otherModels;
    const auto forbidden = std::find_if(others.begin(), others.end(),
                                        [&rules](const std::string& name) { return !rules.mayUse(name); });
    if (forbidden == others.end() && !call.facts.otherModelsUnclear)
        return {};
    return failure(ErrorKind::Forbidden, "model_not_allowed",
                   forbidden == others.end()
                       ? "The request lists other models in a form that cannot be read, and " + who +
                             " may not use every model. Remove that list."
                       : "The request lists \"" + *forbidden + "\" as another model, which " +
                             rules.whoForbids(*forbidden) + " may not use. Remove it from the list.");
}

Result<routing::Resolution> relayOf(Call& call) {
    const auto& head = call.exchange.head();
    if (head.has("upgrade"))
        return failure(ErrorKind::Invalid, "upgrade_unsupported",
                       "This address takes no change of protocol (WebSocket). Send a plain request.");
    routing::RelayWish wish;
    wish.provider = head.field("x-gatehouse-provider");
    if (call.address.operation == dialects::Operation::Passthrough)
        wish.provider = call.address.provider;
    else
        wish.dialect = call.address.dialect;
    const auto who = call.rules().whoListsModels();
    if (!who.empty() && call.app().allowsEveryModel()) // the application's own list is looked at there
        return failure(ErrorKind::Forbidden, "model_not_allowed",
                       "The " + who + " has a list of models, and which models this call uses cannot be seen. Use one "
                                      "that may use every model (models: [\"*\"]) for it.");
    auto resolution = routing::resolveRelay(*call.snapshot, call.app(), wish);
    if (!resolution)
        return resolution;
    // What is passed through is answered in the dialect of its provider.
    call.address.dialect = resolution->candidates.front().provider->dialect();
    resolution->rule += ": " + std::string(http::nameOf(head.method)) + " " + call.address.path;
    return resolution;
}

Result<routing::Resolution> modelOf(const Call& call) {
    auto resolution = routing::resolve(*call.snapshot, call.app(), call.facts.model);
    if (!resolution)
        return resolution;
    if (const auto who = call.rules().whoForbids(call.facts.model); !who.empty())
        return failure(ErrorKind::Forbidden, "model_not_allowed",
                       "The " + who + " may not use \"" + call.facts.model +
                           "\". Ask for one of its models (GET /v1/models), or have the name added to its list.");
    if (auto checked = checkOtherModels(call); !checked)
        return tl::unexpected(std::move(checked.error()));
    return resolution;
}

} // namespace

StageResult resolve(Call& call) {
    auto resolution = dialects::isRelayed(call.address.operation) ? relayOf(call) : modelOf(call);
    if (!resolution)
        return tl::unexpected(Refusal{std::move(resolution.error()), {}});
    call.resolution = std::move(*resolution);
    call.record.explain.rule = call.resolution.rule;
    if (call.resolution.route != nullptr)
        call.record.route = call.resolution.route->model;
    if (call.resolution.candidates.empty()) {
        auto error = failure(ErrorKind::Unavailable, "no_target",
                             "Route \"" + call.facts.model + "\" has no target. Give it one.");
        return tl::unexpected(Refusal{std::move(error.value()), {}});
    }
    return {};
}

} // namespace gatehouse::pipeline
