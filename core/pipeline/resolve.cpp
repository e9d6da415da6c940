// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"
#include "core/routing/relay.h"

#include <algorithm>

namespace gatehouse::pipeline {

namespace {

// Fields such as OpenRouter's "models" let the provider answer with another model than was asked for.
Result<void> checkOtherModels(const Call& call) {
    if (call.app().allowsEveryModel())
        return {};
    const auto& others = call.facts.otherModels;
    const auto forbidden = std::find_if(others.begin(), others.end(),
                                        [&call](const std::string& name) { return !call.app().mayUse(name); });
    if (forbidden == others.end() && !call.facts.otherModelsUnclear)
        return {};
    return failure(ErrorKind::Forbidden, "model_not_allowed",
                   forbidden == others.end()
                       ? "The request lists other models in a form that cannot be read, and application \"" +
                             call.app().id + "\" may not use every model. Remove that list."
                       : "The request lists \"" + *forbidden + "\" as another model, which application \"" +
                             call.app().id + "\" may not use. Remove it from the list.");
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
