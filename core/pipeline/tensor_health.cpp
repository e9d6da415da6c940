// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/tensor_health.h"

#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using config::Provider;
using config::Snapshot;

bool servesTensors(const Provider& provider) {
    return dialects::rowOf(provider.form, dialects::Operation::Infer) != nullptr && !routing::whyNot(provider);
}

bool isReady(const Snapshot& snapshot, const routing::BreakerBoard& breakers) {
    bool routed = false;
    for (const auto& route : snapshot.routes) {
        for (const auto& target : route.targets) {
            const auto& provider = snapshot.providers[target.provider];
            if (!route.enabled || !servesTensors(provider))
                continue;
            routed = true;
            if (breakers.look(provider.id, target.model).state != routing::BreakerBoard::Circuit::State::Open)
                return true;
        }
    }
    return !routed && std::any_of(snapshot.providers.begin(), snapshot.providers.end(), servesTensors);
}

} // namespace

std::optional<TensorHealth> tensorHealth(std::string_view path, const Snapshot& snapshot,
                                         const routing::BreakerBoard& breakers) {
    if (path == "/v2/health/live")
        return TensorHealth{200, R"({"live":true})"};
    if (path != "/v2/health/ready")
        return std::nullopt;
    if (isReady(snapshot, breakers))
        return TensorHealth{200, R"({"ready":true})"};
    return TensorHealth{400, R"({"ready":false,"error":"No provider of tensors (kserve_v2) can be reached."})"};
}

} // namespace gatehouse::pipeline
