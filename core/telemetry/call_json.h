// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/call_record.h"
#include "core/telemetry/recorder.h"

#include <string>
#include <string_view>

// Calls as the admin API shows them: times RFC 3339 UTC, durations milliseconds, money a decimal string of dollars or
// null (unknown). Foreign bytes that are not UTF-8 become U+FFFD. Pure functions.
namespace gatehouse::telemetry {

// One object. explainJson, where given, becomes the member "explain" as it is.
// sequence, where not 0, says where the call stands among all: what GET /calls?cursor=s… goes on from.
void appendCallJson(std::string& out, const CallRecord& record, std::string_view explainJson = {},
                    std::uint64_t sequence = 0);
std::string explainJson(const Explain& explain);
// The same with what it tells of a published API: its version, and the subscription.
void appendExplainJson(std::string& out, const CallRecord& record);

std::string startedJson(const CallStarted& notice);
std::string progressJson(const CallProgress& notice);

// Milliseconds with at most three decimals: 1500 → "1.5".
std::string millisecondsText(std::int64_t micros);

std::optional<Outcome> outcomeNamed(std::string_view name);
std::optional<ErrorClass> errorClassNamed(std::string_view name);

} // namespace gatehouse::telemetry
