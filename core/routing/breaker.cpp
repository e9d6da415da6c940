// SPDX-License-Identifier: Apache-2.0
#include "core/routing/breaker.h"

#include "core/base/random.h"

#include <algorithm>
#include <utility>

namespace gatehouse::routing {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::int64_t microsPerSecond = 1'000'000;
constexpr milliseconds leastWait{1};

// FNV-1a, 64 bits (RFC draft-eastlake-fnv); the seed stands for the offset basis.
std::uint64_t mix(std::uint64_t hash, std::string_view text) {
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

std::int64_t microsOf(milliseconds time) {
    return std::chrono::duration_cast<microseconds>(time).count();
}

milliseconds roundedUp(std::int64_t micros) {
    return std::max(leastWait, std::chrono::ceil<milliseconds>(microseconds(micros)));
}

} // namespace

// Times are microseconds of the board's own clock. Each value is right by itself; that two threads may see them in
// different orders costs an attempt more or less.
struct BreakerBoard::Entry {
    std::atomic<std::uint64_t> tag{0}; // 0: free
    std::atomic<int> failures{0};
    std::atomic<std::int64_t> openUntil{0}; // 0: closed
    std::atomic<std::int64_t> rest{0};
    std::atomic<std::int64_t> lastFailure{0};
    // Retries in units of 1 / callsPerRetry; and when those of time were added last.
    std::atomic<std::int64_t> retries{0};
    std::atomic<std::int64_t> filledAt{0};

    void begin(std::int64_t time, std::int64_t fullRetries) {
        failures = 0;
        openUntil = 0;
        rest = 0;
        lastFailure = time;
        retries = fullRetries;
        filledAt = time;
    }
};

BreakerBoard::BreakerBoard(const Clock& clock, BreakerRule rule)
    : m_clock(clock), m_rule(rule), m_start(clock.monotonic()),
      m_entries(std::make_unique<std::array<Entry, sets * ways>>()) {
    fillRandom(&m_seed, sizeof m_seed);
}

BreakerBoard::~BreakerBoard() = default;

std::uint64_t BreakerBoard::tagOf(std::string_view provider, std::string_view model, std::string_view key) const {
    constexpr std::string_view between("\0", 1);
    auto tag = mix(mix(mix(m_seed, provider), between), model);
    if (!key.empty())
        tag = mix(mix(tag, between), key);
    return tag == 0 ? 1 : tag;
}

std::int64_t BreakerBoard::now() const {
    return 1 + std::chrono::duration_cast<microseconds>(m_clock.monotonic() - m_start).count();
}

BreakerBoard::Entry* BreakerBoard::find(std::uint64_t tag) const {
    if (m_used.load(std::memory_order_acquire) == 0)
        return nullptr;
    const auto set = (tag >> 32U) % sets;
    for (std::size_t way = 0; way < ways; ++way) {
        auto& entry = (*m_entries)[set * ways + way];
        if (entry.tag.load(std::memory_order_acquire) == tag)
            return &entry;
    }
    return nullptr;
}

// Every failure counts, also where two threads meet at the first one: a circuit opens with the very failure that it
// shall open with.
BreakerBoard::Entry* BreakerBoard::findOrMake(std::uint64_t tag) {
    if (auto* found = find(tag))
        return found;
    const auto set = (tag >> 32U) % sets;
    auto& making = m_making[set];
    while (making.test_and_set(std::memory_order_acquire)) {
    }
    auto* entry = find(tag);
    if (entry == nullptr) {
        entry = &(*m_entries)[set * ways];
        for (std::size_t way = 1; way < ways; ++way) {
            auto& other = (*m_entries)[set * ways + way];
            if (other.lastFailure < entry->lastFailure)
                entry = &other;
        }
        entry->tag.store(0, std::memory_order_release); // nobody counts on what is made anew
        entry->begin(now(), std::int64_t{m_rule.retries} * m_rule.callsPerRetry);
        entry->tag.store(tag, std::memory_order_release);
        m_used.fetch_add(1, std::memory_order_release);
    }
    making.clear(std::memory_order_release);
    return entry;
}

BreakerBoard::Permit BreakerBoard::ask(std::string_view provider, std::string_view model) {
    return askFor(tagOf(provider, model), m_rule.thresholds);
}

BreakerBoard::Permit BreakerBoard::ask(const config::Provider& provider, std::string_view model, std::string_view key) {
    return askFor(tagOf(provider.id, model, key), provider.breaker);
}

BreakerBoard::Permit BreakerBoard::askFor(std::uint64_t tag, const config::BreakerThresholds& thresholds) {
    Permit permit;
    permit.m_board = this;
    permit.m_tag = tag;
    permit.m_thresholds = thresholds;
    auto* entry = find(permit.m_tag);
    if (entry == nullptr)
        return permit;
    const auto full = std::int64_t{m_rule.retries} * m_rule.callsPerRetry;
    if (entry->retries.load(std::memory_order_relaxed) < full)
        entry->retries.fetch_add(1, std::memory_order_relaxed);
    auto until = entry->openUntil.load(std::memory_order_acquire);
    if (until == 0)
        return permit;
    const auto time = now();
    // Who prolongs the rest is the one that probes; the others wait, but not for as long as a stream may run.
    const auto patience = std::chrono::duration_cast<microseconds>(m_rule.probePatience).count();
    if (time >= until && entry->openUntil.compare_exchange_strong(until, time + patience, std::memory_order_acq_rel))
        permit.m_probe = true;
    else if (until != 0)
        permit.m_wait = roundedUp(until - time);
    return permit;
}

bool BreakerBoard::mayRetry(std::string_view provider, std::string_view model) {
    auto* entry = find(tagOf(provider, model));
    if (entry == nullptr)
        return true;
    const auto time = now();
    const std::int64_t one = m_rule.callsPerRetry;
    const auto full = std::int64_t{m_rule.retries} * one;
    auto filledAt = entry->filledAt.load(std::memory_order_relaxed);
    const auto seconds = (time - filledAt) / microsPerSecond;
    if (seconds > 0 && entry->filledAt.compare_exchange_strong(filledAt, filledAt + seconds * microsPerSecond)) {
        const auto more = std::min(full, seconds * m_rule.retriesPerSecond * one);
        entry->retries = std::min(full, entry->retries.load() + more);
    }
    if (entry->retries.fetch_sub(one, std::memory_order_relaxed) >= one)
        return true;
    entry->retries.fetch_add(one, std::memory_order_relaxed);
    return false;
}

bool BreakerBoard::succeed(std::uint64_t tag, bool probe) {
    auto* entry = find(tag);
    if (entry == nullptr)
        return false;
    // An answer from before the circuit opened says nothing about now.
    if (!probe && entry->openUntil.load(std::memory_order_acquire) != 0)
        return false;
    entry->failures = 0;
    entry->rest = 0;
    return entry->openUntil.exchange(0, std::memory_order_acq_rel) != 0;
}

bool BreakerBoard::fail(std::uint64_t tag, bool probe, const config::BreakerThresholds& thresholds,
                        milliseconds atLeast) {
    auto* entry = findOrMake(tag);
    const auto time = now();
    entry->lastFailure = time;
    const auto first = microsOf(thresholds.rest);
    if (probe) {
        const auto rest = std::clamp(2 * entry->rest.load(), first, std::max(first, microsOf(thresholds.longestRest)));
        entry->rest = rest;
        entry->openUntil.store(time + std::max(rest, microsOf(atLeast)), std::memory_order_release);
        return false;
    }
    if (entry->failures.fetch_add(1, std::memory_order_acq_rel) + 1 < thresholds.failures)
        return false;
    std::int64_t closed = 0;
    entry->rest = first;
    if (!entry->openUntil.compare_exchange_strong(closed, time + std::max(first, microsOf(atLeast)),
                                                  std::memory_order_acq_rel))
        return false;
    m_opened.fetch_add(1, std::memory_order_relaxed);
    return true;
}

// What another probe has closed meanwhile stays closed.
void BreakerBoard::abandon(std::uint64_t tag) {
    auto* entry = find(tag);
    if (entry == nullptr)
        return;
    auto until = entry->openUntil.load(std::memory_order_acquire);
    while (until != 0 && !entry->openUntil.compare_exchange_weak(until, now(), std::memory_order_acq_rel)) {
    }
}

BreakerBoard::Circuit BreakerBoard::look(std::string_view provider, std::string_view model,
                                         std::string_view key) const {
    const auto* entry = find(tagOf(provider, model, key));
    const auto until = entry == nullptr ? 0 : entry->openUntil.load(std::memory_order_acquire);
    if (until == 0)
        return {};
    const auto time = now();
    if (time >= until)
        return {Circuit::State::HalfOpen, {}};
    return {Circuit::State::Open, roundedUp(until - time)};
}

std::size_t BreakerBoard::open() const {
    return static_cast<std::size_t>(std::count_if(m_entries->begin(), m_entries->end(), [](const Entry& entry) {
        return entry.tag.load(std::memory_order_acquire) != 0 && entry.openUntil.load(std::memory_order_relaxed) != 0;
    }));
}

BreakerBoard::Permit::Permit(Permit&& other) noexcept
    : m_board(std::exchange(other.m_board, nullptr)), m_tag(other.m_tag), m_thresholds(other.m_thresholds),
      m_wait(other.m_wait), m_probe(other.m_probe) {}

BreakerBoard::Permit& BreakerBoard::Permit::operator=(Permit&& other) noexcept {
    if (this != &other) {
        give();
        m_board = std::exchange(other.m_board, nullptr);
        m_tag = other.m_tag;
        m_thresholds = other.m_thresholds;
        m_wait = other.m_wait;
        m_probe = other.m_probe;
    }
    return *this;
}

BreakerBoard::Permit::~Permit() {
    give();
}

bool BreakerBoard::Permit::succeeded() {
    return m_board != nullptr && given() && std::exchange(m_board, nullptr)->succeed(m_tag, m_probe);
}

bool BreakerBoard::Permit::failed() {
    return m_board != nullptr && given() &&
           std::exchange(m_board, nullptr)->fail(m_tag, m_probe, m_thresholds, milliseconds::zero());
}

bool BreakerBoard::Permit::refused(milliseconds atLeast) {
    auto thresholds = m_thresholds;
    thresholds.failures = 1;
    return m_board != nullptr && given() && std::exchange(m_board, nullptr)->fail(m_tag, m_probe, thresholds, atLeast);
}

// A probe without a verdict leaves the next call to probe.
void BreakerBoard::Permit::give() {
    if (m_board != nullptr && m_probe)
        m_board->abandon(m_tag);
    m_board = nullptr;
}

} // namespace gatehouse::routing
