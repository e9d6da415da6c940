// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"
#include "core/base/clock.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// Reads the few fields of an operation's small body and collects what is wrong with them. Objects of the configuration
// are read by their descriptions instead.
class Fields {
public:
    // "known" are all names that may be there. Invalid where the body is no object.
    Fields(const boost::json::value& body, std::initializer_list<std::string_view> known);

    // Without control characters but line ends and tabs; at most so many characters. Empty where it is absent.
    std::string text(std::string_view name, std::size_t most, bool required = false);
    // Absent, or one of these; the first where it is absent and not required.
    std::string choice(std::string_view name, std::initializer_list<std::string_view> words, bool required = false);
    // An id as those of configuration objects.
    std::optional<std::string> id(std::string_view name, bool required = false);
    std::vector<std::string> ids(std::string_view name, std::size_t most);
    std::optional<WallMicros> time(std::string_view name);
    std::optional<std::uint64_t> number(std::string_view name, std::uint64_t least, std::uint64_t most);
    bool flag(std::string_view name, bool otherwise = false);
    // Any value; null where it is absent.
    const boost::json::value* any(std::string_view name) const;

    bool has(std::string_view name) const { return m_object.contains(name); }
    // Faults so far; empty: the body is right.
    contract::Faults& faults() { return m_faults; }
    bool ok() const { return m_faults.empty(); }

private:
    void wrong(std::string_view name, std::string expected);
    const boost::json::value* find(std::string_view name, bool required, const char* expected);

    boost::json::object m_object;
    contract::Faults m_faults;
};

} // namespace gatehouse::admin
