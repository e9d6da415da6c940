// SPDX-License-Identifier: Apache-2.0
#include "core/admin/past_call.h"

#include "core/config/build.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gatehouse::admin {
namespace {

using dialects::Operation;
using telemetry::ErrorClass;
using telemetry::Outcome;

constexpr std::string_view shadowTag = "shadow";

// A record names the operation by its capability ("chat"); the dialect tells which one it is.
Operation operationOf(const telemetry::CallRecord& record) {
    auto found = Operation::ChatCompletions;
    bool named = false;
    for (int i = 0; i <= static_cast<int>(Operation::MappedChat); ++i) {
        const auto operation = static_cast<Operation>(i);
        if (dialects::nameOf(operation) != record.operation)
            continue;
        if (dialects::nameOf(dialects::dialectOf(operation)) == record.dialect)
            return operation;
        if (!std::exchange(named, true))
            found = operation;
    }
    return found;
}

bool hasTag(std::string_view tags, std::string_view wanted) {
    while (!tags.empty()) {
        const auto comma = std::min(tags.find(','), tags.size());
        if (tags.substr(0, comma) == wanted)
            return true;
        tags.remove_prefix(std::min(comma + 1, tags.size()));
    }
    return false;
}

} // namespace

std::optional<PastCall> pastCall(const telemetry::CallRecord& record) {
    const bool refused = record.outcome == Outcome::Refused;
    const bool mayChange = record.errorClass == ErrorClass::Limit || record.errorClass == ErrorClass::NotFound ||
                           record.errorClass == ErrorClass::Connect;
    const bool unserved = !refused && record.provider.empty(); // from the cache, or nobody was reached
    if ((refused && !mayChange) || unserved || record.modelAsked.empty() || record.app == config::selfTestApp ||
        hasTag(record.tags, shadowTag))
        return std::nullopt;
    PastCall call;
    call.startedAt = record.startedAt;
    call.totalMicros = record.totalMicros;
    call.firstByteMicros = record.firstByteMicros;
    call.operation = operationOf(record);
    call.asked = record.modelAsked;
    if (!refused)
        call.served = record.provider + "/" + record.modelServed;
    call.team = record.team;
    call.app = record.app;
    call.key = record.key;
    call.session = record.session;
    call.tags = record.tags;
    call.streamed = record.streamed;
    call.tokens = record.tokens;
    call.cost = record.cost;
    call.pretend = record.pretend;
    return call;
}

} // namespace gatehouse::admin
