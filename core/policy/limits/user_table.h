// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/policy/limits/limit_plan.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// How many windows the users of all applications together may have.
class WindowRoom {
public:
    static constexpr std::size_t most = 65'536; // 128 MiB
    bool take() { return m_taken.fetch_add(1, std::memory_order_relaxed) < most; }

private:
    std::atomic<std::size_t> m_taken{0};
};

struct UserUsage {
    std::atomic<std::uint64_t> inFlight{0};
    std::atomic<std::int64_t> lastSeen{0}; // seconds since the book's origin
    std::array<std::array<std::atomic<SlidingWindow*>, config::spanCount>, config::measureCount> windows{};

    UserUsage() = default;
    UserUsage(const UserUsage&) = delete;
    UserUsage& operator=(const UserUsage&) = delete;
    ~UserUsage();
};

// What the end users of one application use, each by itself. A user is known by a hash of the name that the request
// gave, with a seed of the process: nobody can make names that meet.
//
// Bounded: a user who has been away for longer than any of the windows counts gives the place to the next one. Where
// all places are taken, or all windows, those who find none share one: they may be refused too early, and never pass
// unheld. Any thread; a lock is taken only to give away a place that another user had.
class UserTable {
public:
    static constexpr std::size_t mostUsers = 16'384;
    explicit UserTable(WindowRoom& room);
    ~UserTable();
    UserTable(const UserTable&) = delete;
    UserTable& operator=(const UserTable&) = delete;

    // "rest": for how long, in seconds, a user must have been away to lose the place.
    UserUsage& find(std::string_view user, std::int64_t now, std::int64_t rest);
    SlidingWindow& windowOf(UserUsage& user, config::Measure measure, config::Span span);
    std::size_t users() const { return m_users.load(std::memory_order_relaxed); }

private:
    struct Place {
        std::atomic<std::uint64_t> hash{0}; // 0: free; a place never becomes free again
        std::atomic<UserUsage*> usage{nullptr};
    };
    UserUsage& usageOf(Place& place);
    UserUsage* replace(std::uint64_t hash, std::int64_t now, std::int64_t rest);

    WindowRoom& m_room;
    const std::array<std::uint64_t, 2> m_seed;
    std::vector<Place> m_places;
    std::mutex m_mutex; // who replaces whom
    UserUsage m_shared; // of all who found no place
    ScopeUsage m_sharedWindows;
    std::atomic<std::size_t> m_users{0};
};

} // namespace gatehouse::policy
