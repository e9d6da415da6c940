// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/event_hub.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <utility>

namespace gatehouse::telemetry {
namespace {

bool isCallEvent(EventType type) {
    return type == EventType::CallStarted || type == EventType::CallProgress || type == EventType::CallFinished;
}

unsigned bitOf(EventType type) {
    return 1U << static_cast<unsigned>(type);
}

} // namespace

struct EventHub::State {
    State(EventHubOptions given, const Clock& source) : options(given), clock(source) {
        last = static_cast<std::uint64_t>(std::max<WallMicros>(1, clock.wall()));
        floor = last;
    }

    const EventHubOptions options;
    const Clock& clock;
    std::atomic<bool> watched{false};
    std::atomic<bool> skipped{false}; // call events went by unseen
    mutable std::mutex mutex;
    std::deque<Event> ring;
    std::size_t bytes = 0;
    std::uint64_t last = 0;  // id given out last
    std::uint64_t floor = 0; // events up to this one are gone
    std::vector<Reader*> readers;
    MonotonicTime watchedUntil{}; // once there are no readers
    std::uint64_t gaps = 0;

    void publish(EventType type, std::shared_ptr<const std::string> text, std::vector<TeamsPart> parts);
    void forgetAll() {
        ring.clear();
        bytes = 0;
        floor = ++last;
    }
    void trim() {
        while (ring.size() > options.ringEvents || (bytes > options.ringBytes && ring.size() > 1)) {
            bytes -= ring.front().json->size();
            floor = ring.front().id;
            ring.pop_front();
        }
    }
};

class EventHub::Reader final : public EventHub::Subscription {
public:
    Reader(std::shared_ptr<State> state, unsigned wanted, std::uint64_t after, bool gap, std::function<void()> notify)
        : m_state(std::move(state)), m_wanted(wanted), m_after(after), m_gap(gap), m_notify(std::move(notify)) {}

    ~Reader() override {
        const std::lock_guard lock(m_state->mutex);
        std::erase(m_state->readers, this);
        m_state->watchedUntil = m_state->clock.monotonic() + m_state->options.lingering;
    }

    EventRead read(std::size_t most) override {
        const std::lock_guard lock(m_state->mutex);
        EventRead out;
        if (m_gap || m_after < m_state->floor) {
            m_after = std::max(m_after, m_state->floor);
            m_gap = false;
            ++m_state->gaps;
            out.gap = true;
            out.gapUntil = m_after;
        }
        const auto& ring = m_state->ring;
        auto next = std::upper_bound(ring.begin(), ring.end(), m_after,
                                     [](std::uint64_t id, const Event& event) { return id < event.id; });
        for (; next != ring.end() && out.events.size() < most; ++next) {
            m_after = next->id;
            if (wants(next->type))
                out.events.push_back(*next);
        }
        m_notified = next != ring.end();
        return out;
    }

    bool wants(EventType type) const { return (m_wanted & bitOf(type)) != 0; }

    void tell() { // with the lock held
        if (std::exchange(m_notified, true) || !m_notify)
            return;
        m_notify();
    }

private:
    std::shared_ptr<State> m_state;
    const unsigned m_wanted;
    std::uint64_t m_after;
    bool m_gap;
    bool m_notified = false;
    std::function<void()> m_notify;
};

EventHub::EventHub(EventHubOptions options, const Clock& clock) : m_state(std::make_shared<State>(options, clock)) {}
EventHub::~EventHub() = default;

std::unique_ptr<EventHub::Subscription>
EventHub::subscribe(std::vector<EventType> types, std::optional<std::uint64_t> after, std::function<void()> notify) {
    unsigned wanted = types.empty() ? ~0U : 0U;
    for (const auto type : types)
        wanted |= bitOf(type);
    const std::lock_guard lock(m_state->mutex);
    if (m_state->skipped.exchange(false))
        m_state->forgetAll();
    const bool fromLater = after && *after > m_state->last; // an id that this process never gave out
    const auto start = !after || fromLater ? m_state->last : *after;
    auto reader = std::make_unique<Reader>(m_state, wanted, start, fromLater, std::move(notify));
    m_state->readers.push_back(reader.get());
    m_state->watched.store(true, std::memory_order_relaxed);
    return reader;
}

bool EventHub::watched() const {
    return m_state->watched.load(std::memory_order_relaxed);
}

void EventHub::publish(EventType type, std::string json, const std::string& team) {
    auto text = std::make_shared<const std::string>(std::move(json));
    std::vector<TeamsPart> parts;
    if (!team.empty())
        parts.push_back({team, text});
    m_state->publish(type, std::move(text), std::move(parts));
}

void EventHub::publish(EventType type, std::string json, std::vector<TeamsPart> parts) {
    m_state->publish(type, std::make_shared<const std::string>(std::move(json)), std::move(parts));
}

// Readers are called with the lock held: they only post.
void EventHub::State::publish(EventType type, std::shared_ptr<const std::string> text, std::vector<TeamsPart> parts) {
    const bool call = isCallEvent(type);
    if (call && !watched.load(std::memory_order_relaxed)) {
        skipped.store(true);
        return;
    }
    const std::lock_guard lock(mutex);
    if (readers.empty() && clock.monotonic() >= watchedUntil) {
        watched.store(false, std::memory_order_relaxed);
        if (call) {
            skipped.store(true);
            return;
        }
    }
    last = std::max(last + 1, static_cast<std::uint64_t>(std::max<WallMicros>(0, clock.wall())));
    bytes += text->size();
    ring.push_back({last, type, std::move(text), std::move(parts)});
    trim();
    for (auto* reader : readers) {
        if (reader->wants(type))
            reader->tell();
    }
}

std::size_t EventHub::subscribers() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->readers.size();
}

std::uint64_t EventHub::gaps() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->gaps;
}

} // namespace gatehouse::telemetry
