// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/routing/breaker.h"

#include <optional>
#include <string_view>

namespace gatehouse::pipeline {

// KServe v2 "GET /v2/health/live" and "/v2/health/ready", which clients ask without a key: the gateway lives where it
// answers, and is ready where a route, or a provider that is asked for by its name, reaches a server of tensors. The
// protocol's no is a status of 4xx; Triton's is 400. Nothing for any other path.
struct TensorHealth {
    int status = 200;
    std::string_view body; // JSON, of static life
};
std::optional<TensorHealth> tensorHealth(std::string_view path, const config::Snapshot& snapshot,
                                         const routing::BreakerBoard& breakers);

} // namespace gatehouse::pipeline
