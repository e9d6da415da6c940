// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/name_check.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace gatehouse::dialects::json {
namespace {

constexpr std::size_t fewNames = 12;

} // namespace

// Not keyed: equal hashes cost a comparison, never a longer search.
std::uint64_t NameCheck::hashOf(std::string_view name) {
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = name.size() * factor;
    while (name.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, name.data(), 8);
        hash = std::rotl((hash ^ word) * factor, 29);
        name.remove_prefix(8);
    }
    std::uint64_t last = 0;
    std::memcpy(&last, name.data(), name.size());
    return (hash ^ last) * factor;
}

bool NameCheck::compareAll(std::size_t mark) {
    for (std::size_t i = mark + 1; i < m_names.size(); ++i) {
        for (std::size_t k = mark; k < i; ++k) {
            if (m_names[i].hash == m_names[k].hash && m_names[i].text == m_names[k].text) {
                m_repeated = m_names[i].text;
                return false;
            }
        }
    }
    return true;
}

bool NameCheck::compareSorted(std::size_t mark) {
    const auto first = m_names.begin() + static_cast<std::ptrdiff_t>(mark);
    std::sort(first, m_names.end(),
              [](const Name& a, const Name& b) { return a.hash != b.hash ? a.hash < b.hash : a.text < b.text; });
    const auto twice = std::adjacent_find(
        first, m_names.end(), [](const Name& a, const Name& b) { return a.hash == b.hash && a.text == b.text; });
    if (twice == m_names.end())
        return true;
    m_repeated = twice->text;
    return false;
}

bool NameCheck::close(std::size_t mark) {
    const std::size_t count = m_names.size() - mark;
    const bool unique = count <= fewNames ? compareAll(mark) : compareSorted(mark);
    m_names.resize(mark);
    return unique;
}

} // namespace gatehouse::dialects::json
