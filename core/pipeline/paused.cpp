// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/paused.h"

namespace gatehouse::pipeline {
namespace {

// A person ends a pause: too soon to ask again costs a call, too late costs patience.
constexpr std::chrono::seconds askAgain{15};

} // namespace

StageResult passUnlessPaused(const std::atomic<bool>* paused) {
    if (paused == nullptr || !paused->load(std::memory_order_relaxed))
        return {};
    Refusal refusal;
    refusal.error = failure(ErrorKind::Unavailable, "gateway_paused",
                            "The gateway is paused by its operator. Resume it in the console, or try again later.")
                        .value();
    refusal.extras.retryAfter = askAgain;
    return tl::unexpected(std::move(refusal));
}

} // namespace gatehouse::pipeline
