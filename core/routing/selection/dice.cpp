// SPDX-License-Identifier: Apache-2.0
#include "core/routing/selection/dice.h"

namespace gatehouse::routing {
namespace {

std::uint64_t mixed(std::uint64_t value) {
    value = (value ^ value >> 30U) * 0xBF58476D1CE4E5B9U;
    value = (value ^ value >> 27U) * 0x94D049BB133111EBU;
    return value ^ value >> 31U;
}

} // namespace

std::uint64_t Dice::next() {
    m_state += 0x9E3779B97F4A7C15U;
    return mixed(m_state);
}

// FNV-1a, mixed at the end; the length of each word keeps neighbours apart.
std::uint64_t stableHash(std::initializer_list<std::string_view> words) {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (const auto word : words) {
        for (const char c : word)
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
        hash = (hash ^ word.size()) * 0x100000001B3U;
    }
    return mixed(hash);
}

} // namespace gatehouse::routing
