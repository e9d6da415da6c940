// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/ledger.h"
#include "core/policy/limits/limit_plan.h"
#include "core/policy/limits/user_table.h"
#include "core/policy/per_snapshot.h"

#include <array>
#include <atomic>
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::policy {

// What a snapshot holds everybody to, by its indices.
struct LimitTable {
    struct Users {
        UserTable* table = nullptr; // null: the application's users are held to nothing
        std::uint64_t concurrent = 0;
        std::vector<RatePlan> rates; // without windows: each user has its own
        std::int64_t rest = 0;       // seconds after which a user who is away is forgotten
    };
    ScopePlan organisation;
    std::vector<ScopePlan> teams;
    std::vector<ScopePlan> apps; // their calls are always counted
    std::vector<ScopePlan> keys;
    std::vector<ScopePlan> subscriptions; // of Products
    std::vector<ScopePlan> routes;
    std::vector<Users> users; // by application
    std::size_t most = 0;     // limits that one call may meet
};

// What one call took of the limits. Move-only; gives back at its end what was not settled.
class LimitBooking {
public:
    LimitBooking() = default;
    LimitBooking(LimitBooking&&) noexcept;
    LimitBooking& operator=(LimitBooking&&) = delete;
    ~LimitBooking();

    // It was refused elsewhere: as if it had never been asked for.
    void undo();
    void settle(const Actual& actual);
    std::vector<CountReading> takeCounts() { return std::move(m_counts); }

private:
    friend class LimitBook;
    friend class LimitTaking;
    struct Booked {
        SlidingWindow* window = nullptr;
        SlidingWindow::Booking at;
        std::uint64_t amount = 0;
        config::Measure measure = config::Measure::Requests;
    };
    void leave();

    const Clock* m_clock = nullptr; // null: nothing was taken
    MonotonicTime m_origin{};
    std::vector<Booked> m_booked;
    static constexpr std::size_t mostRoutes = 32; // that lead on to one another
    std::array<std::atomic<std::uint64_t>*, limitScopeCount + mostRoutes> m_running{};
    std::size_t m_runningCount = 0;
    std::vector<CountReading> m_counts;
};

// What is used of one limit that is set.
struct LimitUse {
    LimitScope scope = LimitScope::App;
    std::string id;        // empty: the organisation
    std::string_view name; // "tokens_per_hour", "concurrent"
    std::uint64_t limit = 0;
    std::uint64_t used = 0;
};

// A window that was made because a limit was set, and knows nothing of what was before.
struct FreshWindow {
    LimitScope scope = LimitScope::App;
    std::string id;
    config::Measure measure = config::Measure::Requests;
    config::Span span = config::Span::Minute;
    auto operator<=>(const FreshWindow&) const = default;
};

// Rates and concurrency of key, end user, subscription, application, team, model and organisation. Windows of exactly
// the last minute, hour or day, up to 0.42 % more, never less; on the monotonic clock. A refused call counts nowhere;
// an admitted one counts as a request even when it fails later, and its further questions count as none. Tokens are
// booked as estimated and corrected by settle(). Counters belong to ids, not to a snapshot: they survive every change
// of the configuration. take(): any thread, no locks after a thread's first call with a snapshot (but see UserTable).
class LimitBook {
public:
    explicit LimitBook(const Clock& clock);

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    tl::expected<LimitBooking, Refusal> take(const Demand& demand, const Estimate& estimate);
    // Calls in flight of an application.
    std::uint64_t inFlight(std::string_view app) const;

    // The windows that publish() made since this was asked last: to be filled from the store, before the snapshot is
    // given to the threads.
    std::vector<FreshWindow> takeFresh();
    // What was used "age" ago, as the store remembers it.
    void restore(const FreshWindow& window, std::uint64_t amount, std::chrono::nanoseconds age);
    // Of all limits of a snapshot but those of end users. May lock.
    std::vector<LimitUse> use(const config::Snapshot& snapshot);
    // How many end users of an application are counted.
    std::size_t users(std::string_view app) const;

private:
    using Place = std::pair<LimitScope, std::string>;
    std::shared_ptr<const LimitTable> build(const config::Snapshot& snapshot);
    ScopePlan planLocked(LimitScope scope, const std::string& id, const config::Limits& limits);

    const Clock& m_clock;
    const MonotonicTime m_origin; // lies before all that a store can remember
    mutable std::mutex m_mutex;
    std::map<Place, std::unique_ptr<ScopeUsage>> m_usages;
    std::vector<FreshWindow> m_fresh;
    WindowRoom m_room;
    std::map<std::string, std::unique_ptr<UserTable>, std::less<>> m_users; // by application
    PerSnapshot<LimitTable> m_tables;
};

} // namespace gatehouse::policy
