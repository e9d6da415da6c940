// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/routing/resolver.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::routing {

// Which target and which of its provider's keys served a session, or a prompt's beginning, last: the prompt cache lies
// in that account. Kept for an hour, which is how long providers keep one at most; fixed memory, and where it is full
// the oldest of a few is forgotten. Shared by all threads without locks: two words a place, and a reader that meets a
// half written one finds nothing.
class CacheHomes {
public:
    explicit CacheHomes(std::size_t places = std::size_t{1} << 16U); // rounded up to a power of two

    void remember(std::uint64_t tag, const Candidate& candidate, std::string_view keyReference, MonotonicTime now);

    struct Home {
        std::uint32_t target = 0; // checks of the names, 28 and 16 bits
        std::uint32_t key = 0;
    };
    std::optional<Home> find(std::uint64_t tag, MonotonicTime now) const;
    static bool isHome(const Home& home, const Candidate& candidate);
    static const config::ProviderKey* keyOf(const Home& home, const config::Provider& provider);

private:
    static constexpr std::size_t ways = 4;
    struct Place {
        std::atomic<std::uint64_t> tag{0};
        std::atomic<std::uint64_t> value{0};
    };
    std::size_t m_mask;
    std::unique_ptr<Place[]> m_places; // NOLINT(modernize-avoid-c-arrays): atomics do not move
};

} // namespace gatehouse::routing
