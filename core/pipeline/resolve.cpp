// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {

StageResult resolve(Call& call) {
    auto resolution = routing::resolve(*call.snapshot, call.app(), call.facts.model);
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
