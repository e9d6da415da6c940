// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

namespace gatehouse::routing {

// What an answer told of one limit of the provider.
struct ToldLimit {
    std::optional<std::int64_t> limit;
    std::optional<std::int64_t> remaining;
    std::optional<std::int64_t> resetMicros; // from now
};

// One limit of a provider (requests, or tokens) as its answers tell it, and how much of it what is under way will take.
// Counts what was let through, and keeps the count up to which more may be: what the last answer said remains, less the
// calls whose answers have not come. Answers that come in another order than the provider counted them are met by
// raising that mark only for calls that began behind it. Whether the limit comes back at once (a window) or little by
// little (a bucket) is learned: in a bucket the moment at which it is full moves on with each call.
//
// Times are microseconds of one clock, from 1. Thread-safe without locks; each value is right by itself.
class LearnedWindow {
public:
    LearnedWindow();

    struct Admission {
        std::int64_t units = 0;
        std::int64_t number = 0; // of units that were let through before
    };
    // Lets so many units through where they are left; who needs more than the whole limit waits for all of it.
    std::optional<Admission> admit(std::int64_t units, std::int64_t now);
    // Of an admission of which nothing was sent.
    void takeBack(const Admission& admission);
    // The answer came, or will not. "told": null where it said nothing of this limit.
    void answered(const Admission& admission, const ToldLimit* told, std::int64_t now);

    // When so many units may be let through: now, or the moment at which the provider has them again.
    std::int64_t nextChance(std::int64_t units, std::int64_t now) const;

    // For people: what is left now by this reckoning.
    struct Look {
        std::optional<std::int64_t> limit;
        std::optional<std::int64_t> remaining;
        std::int64_t resetsIn = 0; // microseconds; 0: unknown
    };
    Look look(std::int64_t now) const;
    bool known() const;
    std::int64_t unheard() const { return m_unheard.load(std::memory_order_relaxed); }

private:
    std::int64_t allowance(std::int64_t now);
    void settleRefill(std::int64_t now);
    std::int64_t allowanceSeen(std::int64_t now) const;
    std::int64_t capped(std::int64_t units) const;
    void learn(const ToldLimit& told, std::int64_t mark, bool fresh, std::int64_t now);
    void learnReset(const ToldLimit& told, std::int64_t now);

    std::atomic<std::int64_t> m_admitted{0};
    std::atomic<std::int64_t> m_unheard{0}; // of these: no answer yet
    std::atomic<std::int64_t> m_ceiling;    // how far m_admitted may go
    std::atomic<std::int64_t> m_base{0};    // m_admitted when the ceiling was set
    std::atomic<std::int64_t> m_limit{-1};
    std::atomic<std::int64_t> m_resetAt{0};
    std::atomic<std::int64_t> m_heardAt{0};
    std::atomic<std::int64_t> m_refill{0}; // units in a million seconds; 0: a window
};

} // namespace gatehouse::routing
