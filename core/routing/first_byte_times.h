// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace gatehouse::routing {

// How long targets take to the first byte, lately, so that a call knows when it is late; and how many calls may be
// doubled for that. Shared by all I/O threads; fixed memory, no locks: a time that meets another thread's halving may
// go uncounted. Where more targets are known than there are places, those that share one share its times.
class FirstByteTimes {
public:
    FirstByteTimes();
    ~FirstByteTimes();

    void note(std::string_view provider, std::string_view model, std::chrono::microseconds time);
    // The time that so many of a hundred calls stay within, at most a fifth too long. Nothing: too few are known.
    std::optional<std::chrono::milliseconds> percentile(std::string_view provider, std::string_view model,
                                                        int percent) const;

    // A call that could be doubled has come.
    void count();
    // Takes the leave to double one: one for ten calls, so that a provider in trouble never gets every call twice.
    bool mayDouble();

private:
    static constexpr std::size_t places = 512;
    static constexpr std::size_t buckets = 64; // four to each doubling, from 1 ms to a minute
    struct Times {
        std::array<std::atomic<std::uint32_t>, buckets> counts{};
        std::atomic<std::uint32_t> total{0};
    };
    static std::size_t placeOf(std::string_view provider, std::string_view model);

    std::unique_ptr<std::array<Times, places>> m_times;
    std::atomic<int> m_tenths{10}; // of a leave
};

} // namespace gatehouse::routing
