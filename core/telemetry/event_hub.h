// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::telemetry {

enum class EventType {
    CallStarted,
    CallProgress,
    CallFinished,
    ConfigChanged,
    HealthChanged,
    SubscriptionRequested,
    SubscriptionDecided
};
// "call.started", …; nullopt for anything else.
std::string_view nameOf(EventType type);
std::optional<EventType> eventTypeNamed(std::string_view name);

// What one team may be told of an event.
struct TeamsPart {
    std::string team;
    std::shared_ptr<const std::string> json;
};

struct Event {
    // Grows; never repeats, not even over a restart: it is the wall clock's microseconds, or one more than the last. So
    // it tells when something was, and not how much else there was.
    std::uint64_t id = 0;
    EventType type = EventType::ConfigChanged;
    std::shared_ptr<const std::string> json; // ready for a data: line, without line ends
    std::vector<TeamsPart> parts{};          // of teams that it concerns; none: it is the organisation's alone
};

// What a subscriber gets on reading: "gap" says that events before these are gone (tell the client with a gap event).
struct EventRead {
    bool gap = false;
    std::uint64_t gapUntil = 0; // id to give the gap event; what follows is newer
    std::vector<Event> events;
};

struct EventHubOptions {
    std::size_t ringEvents = 4'096;
    std::size_t ringBytes = 8U << 20U;
    std::chrono::seconds lingering{60}; // call events are still kept so long after the last subscriber has gone
};

// A bounded ring of events for GET /events. Publishers are never held up: who reads too slowly finds a gap. Call events
// are kept only while somebody watches or did until lately. Thread-safe.
class EventHub {
public:
    // One reader. May be used by one thread at a time; its destruction ends the subscription.
    class Subscription {
    public:
        virtual ~Subscription() = default;
        // Events newer than those read before, of the subscribed types, at most "most".
        virtual EventRead read(std::size_t most) = 0;
    };

    explicit EventHub(EventHubOptions options, const Clock& clock);
    ~EventHub();
    EventHub(const EventHub&) = delete;
    EventHub& operator=(const EventHub&) = delete;

    // types empty = all. after = the client's Last-Event-ID (without: only what comes from now on). notify is called by
    // the publishing thread when there is something new, once until the next read() that leaves nothing; it must only
    // post. It may be called a last time while the subscription is being destroyed, never after.
    std::unique_ptr<Subscription> subscribe(std::vector<EventType> types, std::optional<std::uint64_t> after,
                                            std::function<void()> notify);

    // True while call events are wanted. One atomic load.
    bool watched() const;
    // To the organisation alone, or to one team as well ("": none).
    void publish(EventType type, std::string json, const std::string& team = {});
    void publish(EventType type, std::string json, std::vector<TeamsPart> parts);

    std::size_t subscribers() const;
    std::uint64_t gaps() const; // handed out, for /metrics

private:
    struct State;
    class Reader;
    std::shared_ptr<State> m_state;
};

} // namespace gatehouse::telemetry
