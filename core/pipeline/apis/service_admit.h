// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {

// Limits and budgets of a call that asks no model: a request without tokens, which costs nothing but what its plan
// says. -> call.ticket, call.counts, explain.
Task<StageResult> admitService(ApiCall& api, policy::Ledger& ledger);

} // namespace gatehouse::pipeline
