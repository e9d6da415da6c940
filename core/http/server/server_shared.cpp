// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/server_shared.h"

#include "core/base/random.h"

#include <cstring>

namespace gatehouse::http {
namespace {

// The finaliser of SplitMix64: every bit of the input moves every bit of the output.
std::uint64_t mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31U);
}

} // namespace

PeerTable::PeerTable() : m_counts(std::make_unique<std::array<std::atomic<std::uint32_t>, slots>>()) {
    fillRandom(&m_seed, sizeof m_seed);
}

std::atomic<std::uint32_t>& PeerTable::of(const IpAddress& address) {
    std::uint64_t key = 0;
    if (address.isV4())
        std::memcpy(&key, address.bytes.data() + 12, 4);
    else
        std::memcpy(&key, address.bytes.data(), sizeof key);
    return (*m_counts)[mix(key ^ m_seed) % slots];
}

} // namespace gatehouse::http
