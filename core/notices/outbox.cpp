// SPDX-License-Identifier: Apache-2.0
#include "core/notices/outbox.h"

#include "core/base/random.h"

#include <algorithm>
#include <utility>

namespace gatehouse::notices {
namespace {

constexpr WallMicros second = 1'000'000;
constexpr WallMicros betweenTrims = 600 * second;
constexpr WallMicros longestLook = 60 * second;

double draw() {
    std::uint32_t word = 0;
    fillRandom(&word, sizeof(word));
    return static_cast<double>(word) / 4'294'967'296.0;
}

std::string receiverOf(const Delivery& delivery) {
    return std::string(nameOf(delivery.channel)) + ' ' + delivery.target;
}

} // namespace

Outbox::Outbox(Parts parts) : m_parts(std::move(parts)) {}

void Outbox::start(std::function<void(Delivery)> send) {
    m_send = std::move(send);
    m_thread.start({.begin =
                        [this] {
                            renew(m_parts.clock.wall());
                            recover();
                        },
                    .look = [this] { return look(); },
                    .end = [this] { m_keeper.reset(); }});
}

void Outbox::stop() {
    m_thread.stop();
}

void Outbox::tell(const char* what, const Error& error) {
    m_parts.log.warning("outbox.store", {{"what", what}, {"error", error.message}});
}

Result<DeliveryKeeper*> Outbox::keeper() {
    if (!m_keeper) {
        auto made = m_parts.make();
        if (!made)
            return tl::unexpected(std::move(made.error()));
        m_keeper = std::move(*made);
    }
    return m_keeper.get();
}

// Before what stands as this process's own is read: from then on no other takes it. While the lease is not held,
// another may send what this process knows of.
void Outbox::renew(WallMicros now) {
    const auto at = keeper();
    if (!at || !(*at)->shared())
        return;
    if (!m_lease)
        m_lease.emplace();
    if (!m_lease->due(now))
        return;
    const auto renewed = (*at)->renew();
    if (!renewed) {
        m_lease->failed(now);
        return tell("renew", renewed.error());
    }
    m_lease->renewed(now);
    if (renewed->lapsed)
        std::erase_if(m_waiting, [this](const auto& entry) { return !m_unadded.contains(entry.first); });
    if (renewed->lapsed || renewed->took)
        m_recovered = false; // looked up anew
    if (renewed->took)
        m_parts.log.info("outbox.taken_over");
}

void Outbox::recover() {
    const auto at = keeper();
    auto left = at ? (*at)->pending(m_parts.most) : tl::unexpected<Error>(at.error());
    if (!left) {
        tell("load", left.error());
        return;
    }
    for (auto& delivery : *left) {
        auto id = delivery.id;
        if (!m_going.contains(id) && !m_unkept.contains(id))
            m_waiting.emplace(std::move(id), std::move(delivery));
    }
    m_count = m_waiting.size() + m_going.size();
    m_recovered = true;
}

bool Outbox::put(std::vector<Delivery> deliveries) {
    const bool room = m_count + deliveries.size() <= m_parts.most;
    const auto count = deliveries.size();
    if (room && m_thread.post([this, deliveries = std::move(deliveries)]() mutable { putNow(std::move(deliveries)); }))
        return true;
    m_parts.log.warning("outbox.full", {{"dropped", count}});
    return false;
}

void Outbox::sent(std::string id, Attempt attempt) {
    m_thread.postAnyway([this, id = std::move(id), attempt = std::move(attempt)]() mutable { settle(id, attempt); });
}

void Outbox::list(DeliveryQuery query, Done<std::vector<Delivery>> done) {
    const bool posted = m_thread.post([this, query = std::move(query), done] {
        const auto at = keeper();
        done(at ? (*at)->list(query) : tl::unexpected<Error>(at.error()));
    });
    if (!posted)
        done(failure(ErrorKind::Unavailable, "outbox_busy", "The outbox is busy. Try again later."));
}

void Outbox::putNow(std::vector<Delivery> deliveries) {
    const auto now = m_parts.clock.wall();
    for (auto& delivery : deliveries) {
        delivery.created = delivery.due = now;
        if (delivery.id.empty())
            delivery.id = makeDeliveryId(now);
    }
    const auto at = keeper();
    // Where the store does not take it, it is sent all the same: only a restart would lose it.
    if (auto added = at ? (*at)->add(deliveries) : tl::unexpected<Error>(at.error()); !added) {
        tell("add", added.error());
        for (const auto& delivery : deliveries)
            m_unadded.insert(delivery.id);
    }
    for (auto& delivery : deliveries) {
        auto id = delivery.id;
        m_waiting.emplace(std::move(id), std::move(delivery));
    }
    m_count = m_waiting.size() + m_going.size();
}

void Outbox::keep(const Delivery& delivery) {
    const auto at = keeper();
    const auto kept = at ? (*at)->update(delivery) : tl::unexpected<Error>(at.error());
    if (kept)
        return;
    tell("update", kept.error());
    m_unkept[delivery.id] = delivery;
}

void Outbox::settle(const std::string& id, const Attempt& attempt) {
    const auto found = m_going.find(id);
    if (found == m_going.end())
        return;
    m_busy.erase(receiverOf(found->second));
    auto delivery = after(std::move(found->second), attempt, m_parts.clock.wall(), draw());
    m_going.erase(found);
    keep(delivery);
    if (delivery.state == DeliveryState::Dead)
        m_parts.log.warning("outbox.dead", {{"delivery", id},
                                            {"channel", nameOf(delivery.channel)},
                                            {"target", delivery.channel == Channel::Mail ? "" : delivery.target},
                                            {"event", delivery.event},
                                            {"attempts", delivery.attempts},
                                            {"reason", delivery.lastError}});
    if (delivery.state == DeliveryState::Pending)
        m_waiting.emplace(id, std::move(delivery));
    else
        m_unadded.erase(id);
    m_count = m_waiting.size() + m_going.size();
}

MonotonicTime Outbox::look() {
    const auto now = m_parts.clock.wall();
    renew(now);
    if (!m_recovered)
        recover();
    for (const auto& [id, delivery] : std::exchange(m_unkept, {}))
        keep(delivery);
    if (now - m_trimmed >= betweenTrims && m_keeper) {
        m_trimmed = now;
        (void)m_keeper->trim(now - std::chrono::duration_cast<std::chrono::microseconds>(m_parts.listed).count());
    }
    WallMicros next = now + (m_recovered && m_unkept.empty() ? longestLook : second);
    if (m_lease)
        next = std::min(next, m_lease->next());
    const bool held = !m_lease || m_lease->held(now);
    for (auto at = m_waiting.begin(); at != m_waiting.end() && m_going.size() < m_parts.atOnce;) {
        const auto& delivery = at->second;
        const auto receiver = receiverOf(delivery);
        const bool mine = held || m_unadded.contains(at->first);
        if (!mine || m_busy.contains(receiver)) { // the end of either is a look, too
            ++at;
            continue;
        }
        if (delivery.due > now) {
            next = std::min(next, delivery.due);
            ++at;
            continue;
        }
        m_busy.insert(receiver);
        auto going = m_waiting.extract(at++);
        auto copy = going.mapped();
        m_going.insert(std::move(going));
        m_send(std::move(copy));
    }
    return m_parts.clock.monotonic() + std::chrono::microseconds(next - now);
}

} // namespace gatehouse::notices
