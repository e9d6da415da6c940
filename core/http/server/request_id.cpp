// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/request_id.h"

#include "core/base/random.h"

#include <algorithm>
#include <chrono>

namespace gatehouse::http {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t timeDigits = 10;
constexpr std::uint64_t mask40 = (std::uint64_t{1} << 40U) - 1;

void put(char* end, std::uint64_t value, std::size_t digits) {
    for (std::size_t i = 0; i < digits; ++i) {
        *--end = alphabet[value & 31U];
        value >>= 5U;
    }
}

std::uint64_t millisecondOf(std::string_view id) {
    std::uint64_t millisecond = 0;
    for (const char digit : id.substr(0, timeDigits))
        millisecond = millisecond << 5U | (alphabet.find(digit) & 31U);
    return millisecond;
}

} // namespace

RequestIds::RequestIds() {
    fillRandom(&m_high, sizeof m_high);
    fillRandom(&m_low, sizeof m_low);
    m_high &= mask40;
    m_low &= mask40 >> 1U; // room to count
}

void RequestIds::next(Id& id) {
    const auto now =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    // A clock that is set back must not make later ids sort before earlier ones.
    m_lastMillisecond = std::max(m_lastMillisecond, static_cast<std::uint64_t>(now));
    m_low = (m_low + 1) & mask40;
    put(id.data() + timeDigits, m_lastMillisecond, timeDigits);
    put(id.data() + 18, m_high, 8);
    put(id.data() + 26, m_low, 8);
}

void RequestIds::nextBehind(std::string_view earlier, Id& id) {
    m_lastMillisecond = std::max(m_lastMillisecond, millisecondOf(earlier) + 1);
    next(id);
}

} // namespace gatehouse::http
