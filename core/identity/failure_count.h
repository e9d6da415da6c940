// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::identity {

// How often somebody may be wrong before he has to wait, by name: an account, an address. Bounded; when it is full, who
// has been quiet longest is forgotten. A wait ends by itself, so that nobody is locked out of his account by others for
// long. Not thread-safe: the control thread's.
class FailureCount {
public:
    struct Rule {
        unsigned failures = 5;
        std::chrono::seconds window{300};
        std::chrono::seconds wait{60};
        std::size_t most = 4096;
    };

    explicit FailureCount(const Clock& clock) : FailureCount(clock, Rule{}) {}
    FailureCount(const Clock& clock, Rule rule) : m_clock(clock), m_rule(rule) {}

    std::optional<std::chrono::seconds> mustWait(std::string_view name) const;
    void failed(std::string_view name);
    void succeeded(std::string_view name);

private:
    struct Entry {
        unsigned failures = 0;
        MonotonicTime last{};
    };
    void makeRoom();

    const Clock& m_clock;
    const Rule m_rule;
    std::map<std::string, Entry, std::less<>> m_entries;
};

} // namespace gatehouse::identity
