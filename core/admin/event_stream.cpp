// SPDX-License-Identifier: Apache-2.0
#include "core/admin/event_stream.h"

#include "core/admin/answer.h"
#include "core/base/sse.h"
#include "core/base/text.h"

#include <algorithm>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

using contract::Permission;

constexpr std::size_t eventsAtOnce = 64;
constexpr std::size_t partOfOne = 4; // of all streams, a user may hold one in so many

using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

std::vector<telemetry::EventType> typesOf(std::string_view list) {
    std::vector<telemetry::EventType> types;
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (const auto type = telemetry::eventTypeNamed(list.substr(0, end)))
            types.push_back(*type);
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return types;
}

void appendEvent(std::string& out, std::uint64_t id, std::string_view type, std::string_view data) {
    out += "id: " + std::to_string(id) + '\n';
    appendSseEvent(out, type, data);
}

// What seeing what an event tells of takes.
Permission viewOf(telemetry::EventType type) {
    switch (type) {
    case telemetry::EventType::CallStarted:
    case telemetry::EventType::CallProgress:
    case telemetry::EventType::CallFinished:
        return Permission::ViewCalls;
    case telemetry::EventType::SubscriptionRequested:
    case telemetry::EventType::SubscriptionDecided:
        return Permission::ViewTeams;
    default:
        return Permission::ViewConfiguration;
    }
}

void appendFor(std::string& text, const Caller& caller, const telemetry::Event& event) {
    const auto permission = viewOf(event.type);
    const auto name = telemetry::nameOf(event.type);
    if (caller.may(permission))
        return appendEvent(text, event.id, name, *event.json);
    const std::string* told = nullptr; // two of his teams may be concerned by one and the same
    for (const auto& part : event.parts) {
        if (part.json.get() == told || !caller.may(permission, part.team))
            continue;
        told = part.json.get();
        appendEvent(text, event.id, name, *told);
    }
}

std::string textOf(const telemetry::EventRead& read, const Caller& caller) {
    std::string text;
    if (read.gap)
        appendEvent(text, read.gapUntil, "gap", "{\"until\":\"" + std::to_string(read.gapUntil) + "\"}");
    for (const auto& event : read.events)
        appendFor(text, caller, event);
    return text;
}

http::ResponseHead streamHead() {
    http::ResponseHead head;
    head.fields.push_back({"Content-Type", "text/event-stream"});
    head.fields.push_back({"Cache-Control", "no-store"});
    return head;
}

Task<void> refuse(http::Exchange& exchange, Answer answer) {
    http::ResponseHead head;
    head.status = answer.status;
    head.fields = std::move(answer.fields);
    [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::move(answer.body));
}

} // namespace

// Ends a stream's wait. notify() may be called on any thread at any time, also when the stream has gone.
class EventStreams::Wake : public std::enable_shared_from_this<EventStreams::Wake> {
public:
    explicit Wake(const Executor& executor) : m_executor(executor), m_timer(executor) {}

    void notify() {
        asio::post(m_executor, [weak = weak_from_this()] {
            if (const auto self = weak.lock()) {
                self->m_pending = true;
                self->m_timer.cancel();
            }
        });
    }

    // On the stream's own thread.
    bool takePending() { return std::exchange(m_pending, false); }
    Timer& timer() { return m_timer; }

private:
    Executor m_executor;
    Timer m_timer;
    bool m_pending = false;
};

// Counts a stream while it lasts.
class EventStreams::Registration {
public:
    Registration(std::shared_ptr<Standing> standing, const std::shared_ptr<Wake>& wake, std::string user)
        : m_standing(std::move(standing)), m_user(std::move(user)) {
        const std::scoped_lock lock(m_standing->mutex);
        m_place = m_standing->wakes.insert(m_standing->wakes.end(), wake);
    }
    ~Registration() {
        const std::scoped_lock lock(m_standing->mutex);
        m_standing->wakes.erase(m_place);
        m_standing->open.fetch_sub(1, std::memory_order_relaxed);
        const auto of = m_standing->ofUser.find(m_user);
        if (of != m_standing->ofUser.end() && --of->second == 0)
            m_standing->ofUser.erase(of);
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

private:
    std::shared_ptr<Standing> m_standing;
    std::string m_user;
    std::list<std::weak_ptr<Wake>>::iterator m_place;
};

void EventStreams::close() {
    m_closed.store(true, std::memory_order_release);
    const std::scoped_lock lock(m_standing->mutex);
    for (const auto& weak : m_standing->wakes) {
        if (const auto wake = weak.lock())
            wake->notify();
    }
}

// One user shall not hold all streams, for then others would have none.
bool EventStreams::take(const Caller& caller) {
    const std::scoped_lock lock(m_standing->mutex);
    if (m_standing->open.load(std::memory_order_relaxed) >= m_most)
        return false;
    if (!caller.isOperator()) {
        auto& his = m_standing->ofUser[caller.user()];
        if (his >= std::max<std::size_t>(1, m_most / partOfOne))
            return false;
        ++his;
    }
    m_standing->open.fetch_add(1, std::memory_order_relaxed);
    return true;
}

Task<void> EventStreams::serve(http::Exchange& exchange, const Request& request, Listener listener) {
    if (m_closed.load(std::memory_order_acquire)) {
        auto answer = problemAnswer(503, "not_ready", "The gateway is stopping.");
        co_await refuse(exchange, std::move(answer));
        co_return;
    }
    const auto after = parseUnsigned(request.lastEventId);
    if (!request.lastEventId.empty() && !after) {
        auto answer = problemAnswer(400, "invalid_event_id", "Last-Event-ID must be the id of an earlier event.");
        co_await refuse(exchange, std::move(answer));
        co_return;
    }
    if (!take(request.caller)) {
        auto answer = problemAnswer(429, "too_many_streams", "Too many event streams are open; close one.");
        answer.with("Retry-After", "5");
        co_await refuse(exchange, std::move(answer));
        co_return;
    }
    auto wake = std::make_shared<Wake>(exchange.executor());
    const Registration registration(m_standing, wake, request.caller.user());
    // A weak pointer, for the hub may call once more while the subscription goes.
    auto notify = [weak = std::weak_ptr<Wake>(wake)] {
        if (const auto live = weak.lock())
            live->notify();
    };
    const auto events = m_hub.subscribe(typesOf(request.parameter("types")), after, std::move(notify));
    auto head = streamHead();
    const auto begun = co_await exchange.beginStream(std::move(head));
    if (begun)
        co_await run(exchange, *events, std::move(wake), listener);
}

Task<void> EventStreams::run(http::Exchange& exchange, telemetry::EventHub::Subscription& events,
                             std::shared_ptr<Wake> wake, const Listener& listener) {
    // At once, so that the client knows the stream to be open.
    std::string text = ": gatehouse events\n\n";
    while (!m_closed.load(std::memory_order_acquire)) {
        const auto caller = listener();
        if (!caller || !caller->maySomewhere(Permission::ViewCalls))
            break;
        const auto read = events.read(eventsAtOnce);
        text += textOf(read, *caller);
        if (!text.empty()) {
            const auto written = co_await exchange.write(text);
            if (!written)
                co_return;
            text.clear();
            wake->timer().expires_after(m_comment);
        }
        if (read.events.size() == eventsAtOnce || wake->takePending())
            continue;
        const auto [error] = co_await wake->timer().async_wait(asTask);
        if (exchange.left())
            co_return;
        if (!error)
            text = ":\n\n";
        else if (!wake->takePending())
            co_return;
    }
    [[maybe_unused]] const auto ended = co_await exchange.endStream();
}

} // namespace gatehouse::admin
