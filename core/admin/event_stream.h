// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/request.h"
#include "core/async/task.h"
#include "core/http/exchange.h"

#include <atomic>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace gatehouse::admin {

// The streams of GET /events: how many there are, and their end. A stream waits on its own I/O thread for events, the
// next comment or its client's leaving; a client that reads slowly holds up only its own stream, which then finds a
// gap. Each event goes to who may see what it tells of: who may so in teams only gets these teams' part. Thread-safe.
class EventStreams {
public:
    EventStreams(telemetry::EventHub& hub, std::chrono::milliseconds comment, std::size_t most)
        : m_hub(hub), m_comment(comment), m_most(most) {}

    // Who listens, asked again before anything is sent: sessions end and roles change while a stream is open. Nobody:
    // it ends.
    using Listener = std::function<std::optional<Caller>()>;

    Task<void> serve(http::Exchange& exchange, const Request& request, Listener listener);
    void close();
    std::size_t open() const { return m_standing->open.load(std::memory_order_relaxed); }

private:
    class Wake;
    class Registration;
    Task<void> run(http::Exchange& exchange, telemetry::EventHub::Subscription& events, std::shared_ptr<Wake> wake,
                   const Listener& listener);
    bool take(const Caller& caller);

    telemetry::EventHub& m_hub;
    std::chrono::milliseconds m_comment;
    std::size_t m_most;
    std::atomic<bool> m_closed{false};
    // Shared with the streams: one that its I/O thread still has to clear away may outlive this object.
    struct Standing {
        std::atomic<std::size_t> open{0};
        std::mutex mutex;
        std::list<std::weak_ptr<Wake>> wakes;
        std::map<std::string, std::size_t> ofUser; // who signed in
    };
    std::shared_ptr<Standing> m_standing = std::make_shared<Standing>();
};

} // namespace gatehouse::admin
