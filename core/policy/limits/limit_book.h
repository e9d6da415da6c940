// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/policy/ledger.h"
#include "core/policy/limits/sliding_window.h"
#include "core/policy/per_snapshot.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// How much of one application's limits is used. Lives as long as the book.
struct AppUsage {
    explicit AppUsage(std::string_view id) : label("app " + std::string(id)) {}
    const std::string label; // "app notebook": for readings and messages
    std::atomic<std::uint64_t> inFlight{0};
    // Made when a snapshot first limits them (2 KiB each); only the book looks at the pointers.
    std::unique_ptr<SlidingWindow> requests;
    std::unique_ptr<SlidingWindow> tokens;
};

// The counters of a snapshot's applications, by index.
struct LimitTable {
    struct Entry {
        AppUsage* app = nullptr;
        SlidingWindow* requests = nullptr; // null: not limited in this snapshot
        SlidingWindow* tokens = nullptr;
    };
    std::vector<Entry> apps;
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
    std::size_t readingCount() const;
    void read(const Demand& demand, std::vector<LimitReading>& list) const;

private:
    friend class LimitBook;
    const Clock* m_clock = nullptr; // null: nothing was taken
    MonotonicTime m_origin{};
    AppUsage* m_app = nullptr;
    SlidingWindow* m_requests = nullptr;
    SlidingWindow* m_tokens = nullptr;
    std::optional<SlidingWindow::Booking> m_requestBooking;
    std::optional<SlidingWindow::Booking> m_tokenBooking;
    std::uint64_t m_tokensTaken = 0;
    bool m_limitedInFlight = false;
};

// Rates and concurrency. Windows of exactly the last minute, up to 0.25 s more (0.4 %), never less; on the monotonic
// clock. A refused call counts nowhere; an admitted one counts as a request even when it fails later. Tokens are booked
// as estimated and corrected by settle(). Counters belong to ids, not to a snapshot: they survive every change of the
// configuration. take(): any thread, no locks after a thread's first call with a snapshot.
class LimitBook {
public:
    explicit LimitBook(const Clock& clock);

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    tl::expected<LimitBooking, Refusal> take(const Demand& demand, const Estimate& estimate);
    // Calls in flight of an application.
    std::uint64_t inFlight(std::string_view app) const;

private:
    std::shared_ptr<const LimitTable> build(const config::Snapshot& snapshot);

    const Clock& m_clock;
    const MonotonicTime m_origin;
    mutable std::mutex m_mutex;
    std::map<std::string, std::unique_ptr<AppUsage>, std::less<>> m_apps;
    PerSnapshot<LimitTable> m_tables;
};

} // namespace gatehouse::policy
