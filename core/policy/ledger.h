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
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// Who asks, and for what: all that limits and budgets go by. Views must outlive the reservation.
struct Demand {
    const config::Snapshot& snapshot;
    std::size_t app = 0;                  // index of the snapshot
    std::optional<std::size_t> key = {};  // index of the snapshot; none: no key in particular
    const config::Route* route = nullptr; // null: a provider's model by its own name, or none
    std::string_view model = {};          // as it was asked for
    std::string_view user = {};           // the end user that the request names, or empty
    std::string_view tags = {};           // comma list
    // The routes that led to "route", itself included: the limits of all of them count. Empty: its own alone.
    std::span<const config::Route* const> through = {};
    // Under which a published API is called: the limits and the budget of its plan count too; null: none.
    const config::Subscription* subscription = nullptr;
    // Another question for a request that was admitted before: it counts in tokens and money, and as no request.
    bool further = false;
    // Budgets that have switched this call already: what it costs still counts there.
    const std::vector<std::string>* switched = nullptr;
};

// What a call will take at most, as far as it is known before it runs.
struct Estimate {
    std::uint64_t input = 0;   // tokens
    std::uint64_t output = 0;  // tokens
    std::optional<Money> cost; // none: price unknown
    bool pretend = false;      // demo: money is not reserved
    std::uint64_t tokens() const { return input + output; }
};

// What it took in the end.
struct Actual {
    std::uint64_t input = 0;
    std::uint64_t output = 0;
    std::optional<Money> cost;
    std::optional<std::size_t> provider = {}; // index of the snapshot: whose budgets bear it
    std::uint64_t tokens() const { return input + output; }
};

// The state of one limit when the call was admitted: for the explain record and the rate-limit headers.
struct LimitReading {
    std::string scope; // "app notebook"
    std::string name;  // "requests_per_minute", "budget"
    std::string limit;
    std::string used;
};

// The same of a count: cheap, because a call may read many. The scope's name is that of the call.
struct CountReading {
    std::string_view scope;                 // of static life: "app", "organisation"
    std::string_view name;                  // of static life: "input_tokens_per_hour", "concurrent"
    std::optional<config::Measure> measure; // none: calls at once
    config::Span span = config::Span::Minute;
    std::uint64_t limit = 0;
    std::uint64_t used = 0; // this call included
};

// A reservation over all levels. Move-only; its destructor gives back what was not settled.
class Ticket {
public:
    class Impl {
    public:
        virtual ~Impl() = default; // releases
        virtual void settle(const Actual& actual) = 0;
        virtual std::optional<Error> reserveTarget(std::size_t provider, std::optional<Money> cost) = 0;
        virtual bool reserveMore(Money more) = 0;
        virtual Money reserved() const = 0;
    };
    Ticket() = default;
    explicit Ticket(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
    void settle(const Actual& actual) {
        if (m_impl)
            m_impl->settle(actual);
        m_impl.reset();
    }
    // The provider that is to serve now, in the place of the one before, and what that may cost (none: unknown). An
    // error (budget_exceeded, price_unknown): its budget has no room; nothing is reserved there.
    std::optional<Error> reserveTarget(std::size_t provider, std::optional<Money> cost) {
        return m_impl ? m_impl->reserveTarget(provider, cost) : std::nullopt;
    }
    // A call comes to cost more than was reserved: an attempt that was billed is followed by another, a stream goes on.
    // False: nothing is left, and the budget says that it must end here. Where it does not say so, more is reserved
    // than there is.
    bool reserveMore(Money more) { return !m_impl || m_impl->reserveMore(more); }
    Money reserved() const { return m_impl ? m_impl->reserved() : Money(); }

private:
    std::unique_ptr<Impl> m_impl;
};

struct Admission {
    Ticket ticket;
    std::vector<LimitReading> readings; // of money
    std::vector<CountReading> counts;   // only of limits that are set
};

// Refusals: Limited with code rate_limit_exceeded, concurrency_limit_exceeded, budget_exceeded, price_unknown
// (a budget applies and the cost cannot be known); retryAfter says when it may work again.
struct Refusal {
    Error error;
    std::chrono::milliseconds retryAfter{0}; // 0: unknown or never
    std::string budget;                      // the id of the one that is spent
    std::string switchTo;                    // the route that its calls go to instead; empty: none
    std::vector<CountReading> counts{};      // that were read before, the one that refuses last
};

// Admission over all levels, all or nothing. Thread-safe; never blocks.
class Ledger {
public:
    virtual ~Ledger() = default;
    // Completes without suspending while the counters are in the process.
    virtual Task<tl::expected<Admission, Refusal>> reserve(const Demand& demand, const Estimate& estimate) = 0;
};

} // namespace gatehouse::policy
