// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/user_table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

namespace gatehouse::policy {
namespace {

constexpr std::size_t probes = 32; // places in which a user may stand

std::uint64_t randomWord() {
    std::random_device device;
    return (std::uint64_t{device()} << 32U) | device();
}

// SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012): a keyed hash for tables that
// strangers choose the names of.
class SipHash {
public:
    explicit SipHash(const std::array<std::uint64_t, 2>& key)
        : m_v{key[0] ^ 0x736f6d6570736575U, key[1] ^ 0x646f72616e646f6dU, key[0] ^ 0x6c7967656e657261U,
              key[1] ^ 0x7465646279746573U} {}

    std::uint64_t of(std::string_view text) {
        const std::uint64_t last = std::uint64_t{text.size()} << 56U;
        for (; text.size() >= 8; text.remove_prefix(8)) {
            std::uint64_t word = 0;
            std::memcpy(&word, text.data(), 8);
            take(word);
        }
        std::uint64_t rest = 0;
        std::memcpy(&rest, text.data(), text.size());
        take(last | rest);
        m_v[2] ^= 0xffU;
        for (int i = 0; i < 3; ++i)
            round();
        return m_v[0] ^ m_v[1] ^ m_v[2] ^ m_v[3];
    }

private:
    void take(std::uint64_t word) {
        m_v[3] ^= word;
        round();
        m_v[0] ^= word;
    }
    void round() {
        m_v[0] += m_v[1];
        m_v[1] = std::rotl(m_v[1], 13) ^ m_v[0];
        m_v[0] = std::rotl(m_v[0], 32);
        m_v[2] += m_v[3];
        m_v[3] = std::rotl(m_v[3], 16) ^ m_v[2];
        m_v[0] += m_v[3];
        m_v[3] = std::rotl(m_v[3], 21) ^ m_v[0];
        m_v[2] += m_v[1];
        m_v[1] = std::rotl(m_v[1], 17) ^ m_v[2];
        m_v[2] = std::rotl(m_v[2], 32);
    }
    std::array<std::uint64_t, 4> m_v;
};

} // namespace

UserUsage::~UserUsage() {
    for (auto& spans : windows) {
        for (auto& window : spans)
            delete window.load(std::memory_order_relaxed);
    }
}

UserTable::UserTable(WindowRoom& room) : m_room(room), m_seed{randomWord(), randomWord()}, m_places(mostUsers) {
    for (std::size_t measure = 0; measure < config::measureCount; ++measure) {
        for (std::size_t span = 0; span < config::spanCount; ++span)
            (void)m_sharedWindows.window(static_cast<config::Measure>(measure), static_cast<config::Span>(span));
    }
}

UserTable::~UserTable() {
    for (auto& place : m_places)
        delete place.usage.load(std::memory_order_relaxed);
}

UserUsage& UserTable::find(std::string_view user, std::int64_t now, std::int64_t rest) {
    const std::uint64_t hash = std::max<std::uint64_t>(SipHash(m_seed).of(user), 1);
    UserUsage* found = nullptr;
    for (std::size_t i = 0; i < probes && found == nullptr; ++i) {
        auto& place = m_places[(hash + i) % mostUsers];
        auto stands = place.hash.load(std::memory_order_acquire);
        if (stands == 0 && place.hash.compare_exchange_strong(stands, hash, std::memory_order_acq_rel)) {
            m_users.fetch_add(1, std::memory_order_relaxed);
            stands = hash;
        }
        if (stands == hash) // also where another thread was quicker with the same user
            found = &usageOf(place);
    }
    if (found == nullptr)
        found = replace(hash, now, rest);
    if (found == nullptr)
        return m_shared;
    found->lastSeen.store(now, std::memory_order_relaxed);
    return *found;
}

UserUsage& UserTable::usageOf(Place& place) {
    auto* usage = place.usage.load(std::memory_order_acquire);
    if (usage != nullptr)
        return *usage;
    auto made = std::make_unique<UserUsage>();
    if (place.usage.compare_exchange_strong(usage, made.get(), std::memory_order_acq_rel))
        return *made.release();
    return *usage;
}

// The windows of who has been away for so long are empty: nothing has to be reset, and nobody who looks at the same
// moment can be misled.
UserUsage* UserTable::replace(std::uint64_t hash, std::int64_t now, std::int64_t rest) {
    const std::lock_guard lock(m_mutex);
    Place* oldest = nullptr;
    std::int64_t since = now - rest;
    for (std::size_t i = 0; i < probes; ++i) {
        auto& place = m_places[(hash + i) % mostUsers];
        auto& usage = usageOf(place);
        if (place.hash.load(std::memory_order_acquire) == hash)
            return &usage;
        const auto seen = usage.lastSeen.load(std::memory_order_relaxed);
        if (seen < since && usage.inFlight.load(std::memory_order_relaxed) == 0) {
            oldest = &place;
            since = seen;
        }
    }
    if (oldest == nullptr)
        return nullptr;
    oldest->hash.store(hash, std::memory_order_release);
    return &usageOf(*oldest);
}

SlidingWindow& UserTable::windowOf(UserUsage& user, config::Measure measure, config::Span span) {
    auto& shared = m_sharedWindows.window(measure, span);
    if (&user == &m_shared)
        return shared;
    auto& place = user.windows[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)];
    auto* window = place.load(std::memory_order_acquire);
    if (window != nullptr)
        return *window;
    if (!m_room.take())
        return shared;
    auto made = std::make_unique<SlidingWindow>(span);
    if (place.compare_exchange_strong(window, made.get(), std::memory_order_acq_rel))
        return *made.release();
    return *window;
}

} // namespace gatehouse::policy
