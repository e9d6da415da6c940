// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/call_json.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/event_hub.h"

#include <array>
#include <cstddef>

namespace gatehouse::telemetry {
namespace {

// In the order of the enumerations; these words stand in stores and in the API and must not change.
constexpr std::array<std::string_view, 6> outcomes{"ok",     "refused",   "provider_error",
                                                   "failed", "truncated", "cancelled"};
constexpr std::array<std::string_view, 14> errorClasses{
    "none",           "auth",           "limit",   "budget",  "bad_request", "not_found",   "provider_auth",
    "provider_limit", "provider_error", "connect", "timeout", "truncated",   "client_gone", "internal"};
constexpr std::array<std::string_view, 7> eventTypes{"call.started",        "call.progress",  "call.finished",
                                                     "config.changed",      "health.changed", "subscription.requested",
                                                     "subscription.decided"};

template <typename Value, std::size_t Count>
std::string_view nameIn(const std::array<std::string_view, Count>& names, Value value) {
    const auto index = static_cast<std::size_t>(value);
    return index < Count ? names[index] : std::string_view("unknown");
}

template <typename Value, std::size_t Count>
std::optional<Value> valueIn(const std::array<std::string_view, Count>& names, std::string_view name) {
    for (std::size_t i = 0; i < Count; ++i) {
        if (names[i] == name)
            return static_cast<Value>(i);
    }
    return std::nullopt;
}

} // namespace

std::string_view nameOf(Outcome outcome) {
    return nameIn(outcomes, outcome);
}
std::string_view nameOf(ErrorClass errorClass) {
    return nameIn(errorClasses, errorClass);
}
std::string_view nameOf(EventType type) {
    return nameIn(eventTypes, type);
}

std::optional<Outcome> outcomeNamed(std::string_view name) {
    return valueIn<Outcome>(outcomes, name);
}
std::optional<ErrorClass> errorClassNamed(std::string_view name) {
    return valueIn<ErrorClass>(errorClasses, name);
}
std::optional<EventType> eventTypeNamed(std::string_view name) {
    return valueIn<EventType>(eventTypes, name);
}

} // namespace gatehouse::telemetry
