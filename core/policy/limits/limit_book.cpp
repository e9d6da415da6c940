// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/limit_book.h"

#include "core/policy/refusals.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {
namespace {

SlidingWindow::Time since(MonotonicTime origin, const Clock& clock) {
    return std::max(SlidingWindow::Time(clock.monotonic() - origin), SlidingWindow::Time(0));
}

bool enter(std::atomic<std::uint64_t>& inFlight, std::uint64_t limit) {
    auto running = inFlight.load(std::memory_order_relaxed);
    do {
        if (limit != 0 && running >= limit)
            return false;
    } while (!inFlight.compare_exchange_weak(running, running + 1, std::memory_order_relaxed));
    return true;
}

} // namespace

LimitBooking::LimitBooking(LimitBooking&& other) noexcept
    : m_clock(std::exchange(other.m_clock, nullptr)), m_origin(other.m_origin), m_app(other.m_app),
      m_requests(other.m_requests), m_tokens(other.m_tokens), m_requestBooking(other.m_requestBooking),
      m_tokenBooking(other.m_tokenBooking), m_tokensTaken(other.m_tokensTaken),
      m_limitedInFlight(other.m_limitedInFlight) {}

LimitBooking::~LimitBooking() {
    if (m_clock == nullptr)
        return;
    if (m_tokenBooking)
        m_tokens->giveBack(*m_tokenBooking, m_tokensTaken);
    m_app->inFlight.fetch_sub(1, std::memory_order_relaxed);
}

void LimitBooking::undo() {
    if (m_requestBooking)
        m_requests->giveBack(*m_requestBooking, 1);
    m_requestBooking.reset();
}

void LimitBooking::settle(const Actual& actual) {
    if (!m_tokenBooking)
        return;
    if (actual.tokens() < m_tokensTaken)
        m_tokens->giveBack(*m_tokenBooking, m_tokensTaken - actual.tokens());
    else if (actual.tokens() > m_tokensTaken)
        m_tokens->add(actual.tokens() - m_tokensTaken, since(m_origin, *m_clock));
    m_tokenBooking.reset();
}

std::size_t LimitBooking::readingCount() const {
    return std::size_t(m_limitedInFlight) + std::size_t(m_requestBooking.has_value()) +
           std::size_t(m_tokenBooking.has_value());
}

void LimitBooking::read(const Demand& demand, std::vector<LimitReading>& list) const {
    const auto& limits = demand.snapshot.apps[demand.app].limits;
    const auto number = [&list, this](const char* name, std::uint64_t limit, std::uint64_t used) {
        list.push_back({m_app->label, name, std::to_string(limit), std::to_string(used)});
    };
    if (m_limitedInFlight)
        number("concurrent", limits.concurrent, m_app->inFlight.load(std::memory_order_relaxed));
    if (m_requestBooking)
        number("requests_per_minute", limits.at(config::Measure::Requests, config::Span::Minute), m_requests->total());
    if (m_tokenBooking)
        number("tokens_per_minute", limits.at(config::Measure::Tokens, config::Span::Minute), m_tokens->total());
}

LimitBook::LimitBook(const Clock& clock)
    : m_clock(clock), m_origin(clock.monotonic()),
      m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

std::shared_ptr<const LimitTable> LimitBook::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    auto table = std::make_shared<LimitTable>();
    table->apps.reserve(snapshot.apps.size());
    for (const auto& app : snapshot.apps) {
        auto& usage = m_apps[app.id];
        if (!usage)
            usage = std::make_unique<AppUsage>(app.id);
        LimitTable::Entry entry;
        entry.app = usage.get();
        if (app.limits.at(config::Measure::Requests, config::Span::Minute) != 0) {
            if (!usage->requests)
                usage->requests = std::make_unique<SlidingWindow>();
            entry.requests = usage->requests.get();
        }
        if (app.limits.at(config::Measure::Tokens, config::Span::Minute) != 0) {
            if (!usage->tokens)
                usage->tokens = std::make_unique<SlidingWindow>();
            entry.tokens = usage->tokens.get();
        }
        table->apps.push_back(std::move(entry));
    }
    return table;
}

tl::expected<LimitBooking, Refusal> LimitBook::take(const Demand& demand, const Estimate& estimate) {
    const auto& entry = m_tables.find(demand.snapshot).apps[demand.app];
    const auto& limits = demand.snapshot.apps[demand.app].limits;
    LimitBooking booking;
    if (!enter(entry.app->inFlight, limits.concurrent))
        return tl::unexpected(concurrencyReached(entry.app->label, limits.concurrent));
    booking.m_clock = &m_clock;
    booking.m_origin = m_origin;
    booking.m_app = entry.app;
    booking.m_requests = entry.requests;
    booking.m_tokens = entry.tokens;
    booking.m_limitedInFlight = limits.concurrent != 0;
    if (limits.at(config::Measure::Requests, config::Span::Minute) == 0 &&
        limits.at(config::Measure::Tokens, config::Span::Minute) == 0)
        return booking;
    const auto now = since(m_origin, m_clock);
    if (limits.at(config::Measure::Requests, config::Span::Minute) != 0) {
        booking.m_requestBooking =
            entry.requests->tryBook(1, limits.at(config::Measure::Requests, config::Span::Minute), now);
        if (!booking.m_requestBooking)
            return tl::unexpected(requestRateReached(
                entry.app->label, limits.at(config::Measure::Requests, config::Span::Minute),
                entry.requests->untilRoom(1, limits.at(config::Measure::Requests, config::Span::Minute), now)));
    }
    if (limits.at(config::Measure::Tokens, config::Span::Minute) != 0) {
        const auto tokens = estimate.tokens();
        booking.m_tokenBooking =
            entry.tokens->tryBook(tokens, limits.at(config::Measure::Tokens, config::Span::Minute), now);
        if (!booking.m_tokenBooking) {
            booking.undo();
            return tl::unexpected(tokenRateReached(
                entry.app->label, limits.at(config::Measure::Tokens, config::Span::Minute), tokens,
                entry.tokens->untilRoom(tokens, limits.at(config::Measure::Tokens, config::Span::Minute), now)));
        }
        booking.m_tokensTaken = tokens;
    }
    return booking;
}

std::uint64_t LimitBook::inFlight(std::string_view app) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_apps.find(app);
    return found == m_apps.end() ? 0 : found->second->inFlight.load(std::memory_order_relaxed);
}

} // namespace gatehouse::policy
