// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_kinds.h"
#include "core/pipeline/call_leader.h"

namespace gatehouse::pipeline {

// APIs of kind model: the gateway's own addresses stand behind /apis/{id}/{version}, for the API's models alone. What
// names no model (files, batches, what is passed through) is not there. One per I/O thread.
class ModelApi final : public ApiKindHandler {
public:
    ModelApi(CallLeader& leader, RequestBounds bounds) : m_leader(leader), m_bounds(bounds) {}

    Task<void> serve(ApiCall& api) override;

private:
    Task<void> answerModels(ApiCall& api);
    Task<StageResult> nameDefault(ApiCall& api);

    CallLeader& m_leader;
    const RequestBounds m_bounds;
};

} // namespace gatehouse::pipeline
