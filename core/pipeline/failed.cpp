// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/failed.h"

namespace gatehouse::pipeline {

Failed brokenAttempt(Error error) {
    Failed failed;
    failed.failure.what = routing::classOf(error, 0);
    failed.failure.error = error;
    failed.error = std::move(error);
    return failed;
}

Failed unsent(Error error) {
    Failed failed;
    failed.failure.what = routing::classOf(error, 0);
    failed.error = std::move(error);
    return failed;
}

Failed resting(std::chrono::milliseconds wait) {
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    auto failed = brokenAttempt(failure(ErrorKind::Unavailable, "circuit_open",
                                        "Every target of this model failed several times in a row and is left alone "
                                        "for a moment. Try again in " +
                                            std::to_string(seconds) + (seconds == 1 ? " second." : " seconds."))
                                    .value());
    failed.failure.retryAfter = wait;
    return failed;
}

} // namespace gatehouse::pipeline
