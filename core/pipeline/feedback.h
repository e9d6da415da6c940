// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/pipeline/stages.h"
#include "core/telemetry/feedback.h"

#include <string_view>

namespace gatehouse::pipeline {

inline constexpr std::string_view feedbackPath = "/v1/feedback"; // POST

// {"id": a call's request id, "score": 0 to 1, "comment": "…"}; anything else is Invalid, invalid_feedback.
Result<telemetry::Feedback> readFeedback(std::string_view body);

// Takes what a key's application thinks of one of its calls: 202, before anybody has looked whether there is such a
// call. Null: it is not taken here. Answers in every case.
Task<void> takeFeedback(Call& call, access::FailureBudget& budget, telemetry::FeedbackBox* box);

} // namespace gatehouse::pipeline
