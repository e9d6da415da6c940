// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

// Makes request ids: 26 characters of Crockford's base 32, 10 of them the time in milliseconds, so that ids sort by
// time and those of one generator strictly; the rest is random at start and counts up. They tell requests apart, they
// are no secret. No system call per id. Not thread-safe: one per I/O thread.
class RequestIds {
public:
    static constexpr std::size_t length = 26;
    using Id = std::array<char, length>;

    RequestIds();
    void next(Id& id);
    // The same, and it sorts behind an id of whatever generator.
    void nextBehind(std::string_view earlier, Id& id);

private:
    std::uint64_t m_lastMillisecond = 0;
    std::uint64_t m_high = 0; // of the 80 bits behind the time: the upper 40 tell generators apart
    std::uint64_t m_low = 0;  // the lower 40 count
};

inline std::string_view textOf(const RequestIds::Id& id) {
    return {id.data(), id.size()};
}

} // namespace gatehouse::http
