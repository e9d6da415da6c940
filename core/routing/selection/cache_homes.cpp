// SPDX-License-Identifier: Apache-2.0
#include "core/routing/selection/cache_homes.h"

#include "core/routing/selection/dice.h"

#include <bit>

namespace gatehouse::routing {
namespace {

constexpr std::uint64_t timeMask = (std::uint64_t{1} << 20U) - 1; // seconds, over and over each twelve days
constexpr std::uint64_t keptSeconds = 3'600;

std::uint64_t secondsOf(MonotonicTime time) {
    return static_cast<std::uint64_t>(
               std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count()) &
           timeMask;
}

std::uint32_t targetCheck(const Candidate& candidate) {
    return static_cast<std::uint32_t>(stableHash({candidate.provider->id, candidate.model}) & 0xFFFFFFFU);
}

std::uint32_t keyCheck(std::string_view reference) {
    return static_cast<std::uint32_t>(stableHash({reference}) & 0xFFFFU);
}

std::uint64_t ageOf(std::uint64_t value, std::uint64_t now) {
    return (now - (value & timeMask)) & timeMask;
}

} // namespace

CacheHomes::CacheHomes(std::size_t places)
    : m_mask(std::bit_ceil(std::max(places, ways)) / ways - 1),
      m_places(std::make_unique<Place[]>((m_mask + 1) * ways)) {}

void CacheHomes::remember(std::uint64_t tag, const Candidate& candidate, std::string_view keyReference,
                          MonotonicTime now) {
    if (tag == 0)
        return;
    const auto seconds = secondsOf(now);
    const std::uint64_t value =
        std::uint64_t{targetCheck(candidate)} << 36U | std::uint64_t{keyCheck(keyReference)} << 20U | seconds;
    auto* set = &m_places[(tag & m_mask) * ways];
    Place* oldest = set;
    for (std::size_t i = 0; i < ways; ++i) {
        const auto held = set[i].tag.load(std::memory_order_acquire);
        if (held == tag || held == 0) {
            oldest = &set[i];
            break;
        }
        if (ageOf(set[i].value.load(std::memory_order_relaxed), seconds) >
            ageOf(oldest->value.load(std::memory_order_relaxed), seconds))
            oldest = &set[i];
    }
    if (oldest->tag.load(std::memory_order_relaxed) != tag)
        oldest->tag.store(0, std::memory_order_release); // nobody reads the new tag with the old value
    oldest->value.store(value, std::memory_order_release);
    oldest->tag.store(tag, std::memory_order_release);
}

std::optional<CacheHomes::Home> CacheHomes::find(std::uint64_t tag, MonotonicTime now) const {
    if (tag == 0)
        return std::nullopt;
    const auto* set = &m_places[(tag & m_mask) * ways];
    for (std::size_t i = 0; i < ways; ++i) {
        if (set[i].tag.load(std::memory_order_acquire) != tag)
            continue;
        const auto value = set[i].value.load(std::memory_order_acquire);
        if (set[i].tag.load(std::memory_order_acquire) != tag || ageOf(value, secondsOf(now)) > keptSeconds)
            return std::nullopt;
        return Home{static_cast<std::uint32_t>(value >> 36U), static_cast<std::uint32_t>(value >> 20U & 0xFFFFU)};
    }
    return std::nullopt;
}

bool CacheHomes::isHome(const Home& home, const Candidate& candidate) {
    return targetCheck(candidate) == home.target;
}

const config::ProviderKey* CacheHomes::keyOf(const Home& home, const config::Provider& provider) {
    for (const auto& key : provider.keys) {
        if (key.secret && keyCheck(key.reference) == home.key)
            return &key;
    }
    return nullptr;
}

} // namespace gatehouse::routing
