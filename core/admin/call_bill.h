// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/call_record.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatehouse::admin {

// What the calls of a test took, summed from their records: a Bill has calls, inputTokens, outputTokens, pretend and a
// cost, which is none where that of one of them is unknown. A call without a record may have cost something.
template <typename Bill>
Bill billOfCalls(const std::vector<telemetry::CallRecord>& records, std::size_t calls) {
    Bill bill;
    bill.calls = static_cast<std::int64_t>(calls);
    if (records.size() < calls)
        bill.cost.reset();
    for (const auto& record : records) {
        const auto& tokens = record.tokens;
        bill.inputTokens += tokens.input + tokens.cachedInput + tokens.cacheWrite;
        bill.outputTokens += tokens.output;
        bill.pretend = bill.pretend || record.pretend;
        const bool served = record.outcome == telemetry::Outcome::Ok || record.outcome == telemetry::Outcome::Cancelled;
        if (record.cost && bill.cost)
            *bill.cost = *bill.cost + *record.cost;
        else if (!record.cost && served)
            bill.cost.reset();
    }
    return bill;
}

} // namespace gatehouse::admin
