// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace gatehouse::access {

// How many wrong credentials an address may send before it has to wait: slows the guessing of weak keys that were set
// from outside (the gateway's own have 256 bits). Thread-safe without locks, constant time, fixed memory (64 KiB).
//
// An address is an IPv4 address or the /64 of an IPv6 one. Loopback addresses are never counted: all programs of a
// machine share them, and one with an old key would lock out its owner. When the table is full, the entry that has
// been quiet longest gives way, so a flood of addresses can make it forget, never grow or refuse the innocent.
// Without limits on time it would be a lock-out: a refusal ends blockFor after the last counted failure.
class FailureBudget {
public:
    struct Rule {
        unsigned failures = 30; // within "window"
        std::chrono::seconds window{60};
        std::chrono::seconds blockFor{60};
    };

    explicit FailureBudget(const Clock& clock) : FailureBudget(clock, Rule{}) {}
    FailureBudget(const Clock& clock, Rule rule);

    // How long the address has to wait before its credentials are looked at; nullopt: it need not. Ask before
    // authenticate(), answer 429 with Retry-After.
    std::optional<std::chrono::seconds> mustWait(std::string_view address) const;
    // A credential from that address was refused. A missing one is no guess and is not reported.
    void failed(std::string_view address);

private:
    static constexpr std::size_t ways = 4;
    static constexpr std::size_t sets = 1024;
    struct alignas(64) Set {
        std::array<std::atomic<std::uint64_t>, ways> entries{}; // tag:24 | second:24 | failures:16
    };
    struct Place {
        std::size_t set;
        std::uint64_t tag;
    };
    std::optional<Place> placeOf(std::string_view address) const;
    std::uint64_t second() const;

    const Clock& m_clock;
    const Rule m_rule;
    const MonotonicTime m_start;
    std::uint64_t m_seed = 0; // so that nobody outside can choose addresses that share a set
    std::unique_ptr<std::array<Set, sets>> m_table;
};

} // namespace gatehouse::access
