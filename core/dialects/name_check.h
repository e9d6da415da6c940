// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::json {

// Finds a name that stands twice in one object, for objects within each other. Small objects are compared name by name
// (by hash first), large ones are sorted: no choice of names makes it slower than n log n comparisons.
class NameCheck {
public:
    NameCheck() { m_names.reserve(16); }
    // An object opens: the mark to give back when it closes.
    std::size_t open() const { return m_names.size(); }
    // The text must outlive the check, or be given with keep().
    void add(std::string_view name) { m_names.push_back({name, hashOf(name)}); }
    // A copy of the text, to be given to add().
    std::string_view keep(std::string name) { return m_kept.emplace_front(std::move(name)); }
    // The object closes: false when a name stood twice; repeated() is the name then.
    bool close(std::size_t mark);
    std::string_view repeated() const { return m_repeated; }

private:
    struct Name {
        std::string_view text;
        std::uint64_t hash;
    };
    static std::uint64_t hashOf(std::string_view name);
    bool compareAll(std::size_t mark);
    bool compareSorted(std::size_t mark);

    std::vector<Name> m_names; // of all open objects, the innermost last
    std::forward_list<std::string> m_kept;
    std::string_view m_repeated;
};

} // namespace gatehouse::dialects::json
