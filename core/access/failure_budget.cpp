// SPDX-License-Identifier: Apache-2.0
#include "core/access/failure_budget.h"

#include "core/base/random.h"

#include <algorithm>
#include <arpa/inet.h>
#include <bit>
#include <cstring>
#include <string>

namespace gatehouse::access {
namespace {

constexpr std::uint64_t mask24 = 0xFFFFFF;
constexpr std::uint64_t mask16 = 0xFFFF;

// An entry: whose it is, when its count began (or, once blocked, when the last failure came), how many failures.
struct Entry {
    std::uint64_t tag = 0;
    std::uint64_t second = 0; // modulo 2^24: 194 days, long after which an entry has been overtaken
    std::uint64_t failures = 0;
};

Entry unpack(std::uint64_t word) {
    return {word >> 40U, (word >> 16U) & mask24, word & mask16};
}
std::uint64_t pack(const Entry& entry) {
    return (entry.tag << 40U) | ((entry.second & mask24) << 16U) | std::min(entry.failures, mask16);
}
std::uint64_t ageOf(const Entry& entry, std::uint64_t now) {
    return (now - entry.second) & mask24;
}

// The finalizer of MurmurHash3: every bit of the input moves every bit of the output.
std::uint64_t mix(std::uint64_t value) {
    value ^= value >> 33U;
    value *= 0xFF51AFD7ED558CCDULL;
    value ^= value >> 33U;
    value *= 0xC4CEB9FE1A85EC53ULL;
    value ^= value >> 33U;
    return value;
}

// The first 64 bits of an IPv6 address (a site commands all of the rest), or an IPv4 address. nullopt: not counted.
std::optional<std::uint64_t> network(std::string_view address) {
    const std::string text(address.substr(0, address.find('%'))); // a zone is no part of the address
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) {
        if (bytes[0] == 127)
            return std::nullopt;
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return std::nullopt;
    static constexpr std::array<unsigned char, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (std::equal(mapped.begin(), mapped.end(), bytes.begin())) {
        if (bytes[12] == 127)
            return std::nullopt;
        std::uint32_t value = 0;
        std::memcpy(&value, bytes.data() + mapped.size(), sizeof value);
        return value;
    }
    static constexpr std::array<unsigned char, 16> loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    if (bytes == loopback)
        return std::nullopt;
    std::uint64_t value = 0;
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

} // namespace

FailureBudget::FailureBudget(const Clock& clock, Rule rule)
    : m_clock(clock), m_rule(rule), m_start(clock.monotonic()), m_table(std::make_unique<std::array<Set, sets>>()) {
    fillRandom(&m_seed, sizeof m_seed);
}

std::uint64_t FailureBudget::second() const {
    const auto passed = m_clock.monotonic() - m_start;
    // From 1, so that no entry in use is all zeros.
    return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(passed).count()) + 1;
}

std::optional<FailureBudget::Place> FailureBudget::placeOf(std::string_view address) const {
    const auto value = network(address);
    if (!value)
        return std::nullopt;
    const std::uint64_t hash = mix(mix(*value ^ m_seed) + m_seed);
    return Place{static_cast<std::size_t>(hash % sets), (hash >> 40U) | 1U}; // tag 0 is a free entry
}

std::optional<std::chrono::seconds> FailureBudget::mustWait(std::string_view address) const {
    const auto place = placeOf(address);
    if (!place)
        return std::nullopt;
    const std::uint64_t now = second();
    const auto blockFor = static_cast<std::uint64_t>(m_rule.blockFor.count());
    for (const auto& word : (*m_table)[place->set].entries) {
        const Entry entry = unpack(word.load(std::memory_order_relaxed));
        if (entry.tag != place->tag)
            continue;
        const std::uint64_t age = ageOf(entry, now);
        if (entry.failures < m_rule.failures || age >= blockFor)
            return std::nullopt;
        return std::chrono::seconds(blockFor - age);
    }
    return std::nullopt;
}

void FailureBudget::failed(std::string_view address) {
    const auto place = placeOf(address);
    if (!place)
        return;
    const std::uint64_t now = second();
    auto& entries = (*m_table)[place->set].entries;
    // Contention for a set is rare; a failure that loses this often is one that others have counted for it.
    for (int attempt = 0; attempt < 8; ++attempt) {
        std::size_t slot = 0;
        std::uint64_t oldestAge = 0;
        std::array<std::uint64_t, ways> words{};
        for (std::size_t i = 0; i < ways; ++i) {
            words[i] = entries[i].load(std::memory_order_relaxed);
            const Entry entry = unpack(words[i]);
            if (entry.tag == place->tag) {
                slot = i;
                break;
            }
            const std::uint64_t age = entry.tag == 0 ? mask24 : ageOf(entry, now);
            if (age >= oldestAge) {
                oldestAge = age;
                slot = i;
            }
        }
        Entry entry = unpack(words[slot]);
        const bool mine = entry.tag == place->tag;
        const auto limit = entry.failures >= m_rule.failures ? m_rule.blockFor : m_rule.window;
        const bool current = mine && ageOf(entry, now) < static_cast<std::uint64_t>(limit.count());
        Entry next{place->tag, current ? entry.second : now, current ? entry.failures + 1 : 1};
        if (next.failures >= m_rule.failures)
            next.second = now;
        if (entries[slot].compare_exchange_weak(words[slot], pack(next), std::memory_order_relaxed))
            return;
    }
}

} // namespace gatehouse::access
