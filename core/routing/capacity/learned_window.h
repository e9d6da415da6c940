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

// One limit of a provider (requests, or tokens) as its answers tell it, and how much of it what is under way will take:
// a call goes where the least that an answer has said to remain covers it and all calls whose answers have not come.
// As the provider only counts up, the least is the newest, in whatever order answers come. Whether the limit comes back
// at once (a window) or little by little (a bucket) is learned: in a bucket the moment at which it is full moves on
// with each call.
//
// Times are microseconds of one clock, from 1. Thread-safe without locks; each value is right by itself.
class LearnedWindow {
public:
    LearnedWindow();

    struct Admission {
        std::int64_t units = 0;
        std::int64_t at = 0;
    };
    // Lets so many units through where they are left; who needs more than the whole limit waits for all of it.
    std::optional<Admission> admit(std::int64_t units, std::int64_t now);
    // Of an admission of which nothing was sent.
    void takeBack(const Admission& admission);
    // The answer came, or will not. "told": null where it said nothing of this limit; then it is taken to have counted.
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
    std::int64_t left(std::int64_t now);
    std::int64_t leftSeen(std::int64_t now) const;
    std::int64_t capped(std::int64_t units) const;
    void settleRefill(std::int64_t now);
    void learn(const Admission& admission, const ToldLimit& told, std::int64_t now);
    void learnReset(const ToldLimit& told, std::int64_t now);

    std::atomic<std::int64_t> m_unheard{0}; // let through, no answer yet
    std::atomic<std::int64_t> m_left;       // as told: the least
    std::atomic<std::int64_t> m_limit{-1};
    std::atomic<std::int64_t> m_began{0}; // of this window
    std::atomic<std::int64_t> m_resetAt{0};
    std::atomic<std::int64_t> m_heardAt{0};  // the last answer
    std::atomic<std::int64_t> m_filledAt{0}; // until here what came back is part of m_left
    std::atomic<std::int64_t> m_refill{0};   // units in a million seconds; 0: a window
};

} // namespace gatehouse::routing
