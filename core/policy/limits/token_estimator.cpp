// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/token_estimator.h"

#include "core/base/text.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <functional>

namespace gatehouse::policy {
namespace {

constexpr float kept = 0.98F;                      // of what was known, at every call
constexpr std::size_t shortestText = 64;           // bytes: below, what a provider adds itself counts more than the text
constexpr double fewestBytes = 0.5;                // to a token
constexpr double mostBytes = 16.0;

struct Sums {
    float above = 0;
    float below = 0;
};

std::uint64_t pack(Sums sums) {
    return (std::uint64_t{std::bit_cast<std::uint32_t>(sums.above)} << 32U) | std::bit_cast<std::uint32_t>(sums.below);
}
Sums unpack(std::uint64_t word) {
    return {std::bit_cast<float>(static_cast<std::uint32_t>(word >> 32U)),
            std::bit_cast<float>(static_cast<std::uint32_t>(word))};
}

void fade(std::atomic<std::uint64_t>& word, float above, float below) {
    auto before = word.load(std::memory_order_relaxed);
    std::uint64_t after = 0;
    do {
        const auto sums = unpack(before);
        after = pack({sums.above * kept + above, sums.below * kept + below});
    } while (!word.compare_exchange_weak(before, after, std::memory_order_relaxed));
}

double ratioOf(std::uint64_t seen) {
    const auto sums = unpack(seen);
    if (!(sums.below > 0) || !(sums.above > 0))
        return TokenEstimator::unknownBytesPerToken;
    return std::clamp(double{sums.above} / double{sums.below}, fewestBytes, mostBytes);
}

std::size_t hashOf(std::string_view provider, std::string_view model) {
    return std::hash<std::string_view>()(provider) * 31 + std::hash<std::string_view>()(model);
}

} // namespace

TokenEstimator::TokenEstimator() : m_entries(places) {}

TokenEstimator::~TokenEstimator() {
    for (auto& entry : m_entries)
        delete entry.load(std::memory_order_relaxed);
}

TokenEstimator::Entry* TokenEstimator::find(std::string_view provider, std::string_view model) const {
    const auto hash = hashOf(provider, model);
    for (std::size_t i = 0; i < probes; ++i) {
        auto* entry = m_entries[(hash + i) % places].load(std::memory_order_acquire);
        if (entry == nullptr || (entry->provider == provider && entry->model == model))
            return entry;
    }
    return nullptr;
}

TokenEstimator::Entry* TokenEstimator::findOrMake(std::string_view provider, std::string_view model) {
    if (auto* known = find(provider, model))
        return known;
    auto made = std::make_unique<Entry>();
    made->provider = provider;
    made->model = model;
    const auto hash = hashOf(provider, model);
    for (std::size_t i = 0; i < probes; ++i) {
        Entry* stands = nullptr;
        if (m_entries[(hash + i) % places].compare_exchange_strong(stands, made.get(), std::memory_order_acq_rel))
            return made.release();
        if (stands->provider == provider && stands->model == model)
            return stands;
    }
    return nullptr;
}

double TokenEstimator::bytesPerToken(std::string_view provider, std::string_view model) const {
    const auto* entry = find(provider, model);
    return entry == nullptr ? unknownBytesPerToken : ratioOf(entry->seen.load(std::memory_order_relaxed));
}

std::uint64_t TokenEstimator::tokens(std::string_view provider, std::string_view model, std::size_t bytes) const {
    return static_cast<std::uint64_t>(std::ceil(double(bytes) / bytesPerToken(provider, model))) + 1;
}

void TokenEstimator::learn(std::string_view provider, std::string_view model, std::size_t bytes,
                           std::uint64_t tokens) {
    if (bytes < shortestText || tokens == 0)
        return;
    auto* entry = findOrMake(provider, model);
    if (entry == nullptr)
        return;
    const double expected = double(bytes) / ratioOf(entry->seen.load(std::memory_order_relaxed));
    fade(entry->missed, static_cast<float>(std::abs(expected - double(tokens))), static_cast<float>(tokens));
    fade(entry->seen, static_cast<float>(bytes), static_cast<float>(tokens));
    entry->calls.fetch_add(1, std::memory_order_relaxed);
}

std::vector<TokenEstimator::Learned> TokenEstimator::learned() const {
    std::vector<Learned> list;
    for (const auto& place : m_entries) {
        const auto* entry = place.load(std::memory_order_acquire);
        if (entry == nullptr)
            continue;
        const auto missed = unpack(entry->missed.load(std::memory_order_relaxed));
        list.push_back({entry->provider, entry->model, ratioOf(entry->seen.load(std::memory_order_relaxed)),
                        missed.below > 0 ? double{missed.above} / double{missed.below} : 0.0,
                        entry->calls.load(std::memory_order_relaxed)});
    }
    std::sort(list.begin(), list.end(), [](const Learned& a, const Learned& b) {
        return a.provider != b.provider ? a.provider < b.provider : a.model < b.model;
    });
    return list;
}

// Numbers first: a model's name may hold blanks.
std::string TokenEstimator::save() const {
    std::string text;
    for (const auto& place : m_entries) {
        const auto* entry = place.load(std::memory_order_acquire);
        if (entry == nullptr)
            continue;
        text += std::to_string(entry->seen.load(std::memory_order_relaxed)) + ' ' +
                std::to_string(entry->missed.load(std::memory_order_relaxed)) + ' ' +
                std::to_string(entry->calls.load(std::memory_order_relaxed)) + ' ' + entry->provider + ' ' +
                entry->model + '\n';
    }
    return text;
}

void TokenEstimator::load(std::string_view text) {
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        std::array<std::uint64_t, 3> numbers{};
        bool whole = true;
        for (auto& number : numbers) {
            const auto blank = line.find(' ');
            const auto read = parseUnsigned(line.substr(0, blank));
            whole = whole && read.has_value() && blank != std::string_view::npos;
            if (!whole)
                break;
            number = *read;
            line.remove_prefix(blank + 1);
        }
        const auto blank = line.find(' ');
        const auto sums = unpack(numbers[0]);
        if (!whole || blank == std::string_view::npos || !std::isfinite(sums.above) || !std::isfinite(sums.below))
            continue;
        if (auto* entry = findOrMake(line.substr(0, blank), line.substr(blank + 1))) {
            entry->seen = numbers[0];
            entry->missed = numbers[1];
            entry->calls = numbers[2];
        }
    }
}

} // namespace gatehouse::policy
