// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/take_place.h"

namespace gatehouse::pipeline {
namespace {

using namespace std::chrono_literals;

tl::unexpected<Refusal> busy(ErrorKind kind, std::string code, std::string message, std::chrono::seconds wait) {
    Refusal refusal;
    refusal.error = failure(kind, std::move(code), std::move(message)).value();
    refusal.extras.retryAfter = wait;
    return tl::unexpected(std::move(refusal));
}

} // namespace

StageResult takePlace(const Call& call, KeySlots* slots, KeySlots::Slot& slot) {
    if (call.facts.stream && !call.exchange.takesStreams())
        return busy(ErrorKind::Unavailable, "overloaded_memory_streams",
                    "The gateway is short of memory and begins no new streams (85 % of server.limits.memory). Try "
                    "again soon, or ask without streaming.",
                    2s);
    if (slots == nullptr)
        return {};
    switch (slots->take(call.key().id, call.facts.stream, slot)) {
    case KeySlots::Verdict::TooManyCalls:
        return busy(ErrorKind::Limited, "too_many_calls_per_key",
                    "This key has as many calls at once as server.limits.calls_per_key allows. Wait for some to end.",
                    1s);
    case KeySlots::Verdict::TooManyStreams:
        return busy(ErrorKind::Limited, "too_many_streams_per_key",
                    "This key has as many open streams as server.limits.streams_per_key allows. Wait for some to end.",
                    1s);
    case KeySlots::Verdict::Taken:
        break;
    }
    return {};
}

} // namespace gatehouse::pipeline
