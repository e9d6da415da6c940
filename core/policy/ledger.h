// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/money.h"
#include "core/base/result.h"
#include "core/config/snapshot.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::policy {

// What a call will take at most, as far as it is known before it runs.
struct Estimate {
    std::uint64_t tokens = 0;  // prompt estimate + max output
    std::optional<Money> cost; // none: price unknown
    bool pretend = false;      // demo: money is not reserved
};

// What it took in the end.
struct Actual {
    std::uint64_t tokens = 0;
    std::optional<Money> cost;
};

// The state of one limit when the call was admitted: for the explain record and the rate-limit headers.
struct LimitReading {
    std::string scope; // "app notebook"
    std::string name;  // "requests_per_minute", "budget"
    std::string limit;
    std::string used;
};

// A reservation over all levels. Move-only; its destructor gives back what was not settled.
class Ticket {
public:
    class Impl {
    public:
        virtual ~Impl() = default; // releases
        virtual void settle(const Actual& actual) = 0;
    };
    Ticket() = default;
    explicit Ticket(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
    void settle(const Actual& actual) {
        if (m_impl)
            m_impl->settle(actual);
        m_impl.reset();
    }

private:
    std::unique_ptr<Impl> m_impl;
};

struct Admission {
    Ticket ticket;
    std::vector<LimitReading> readings; // only of limits that are set
};

// Refusals: Limited with code rate_limit_exceeded, concurrency_limit_exceeded, budget_exceeded, price_unknown
// (a budget applies and the cost cannot be known); retryAfter says when it may work again.
struct Refusal {
    Error error;
    std::chrono::milliseconds retryAfter{0}; // 0: unknown or never
};

// Admission over all levels (team, application), all or nothing. Thread-safe; never blocks.
class Ledger {
public:
    virtual ~Ledger() = default;
    // "app" is an index of the snapshot. Completes without suspending while the counters are in the process.
    virtual Task<tl::expected<Admission, Refusal>> reserve(const config::Snapshot& snapshot, std::size_t app,
                                                           const Estimate& estimate) = 0;
};

} // namespace gatehouse::policy
