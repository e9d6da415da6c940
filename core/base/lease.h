// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <chrono>

namespace gatehouse {

// Of several processes on one store each has work that it took. It says again and again that it lives; what one took
// that has said nothing for the time of a lease, another takes over.
inline constexpr std::chrono::seconds leaseTime{15};
inline constexpr std::chrono::seconds leaseRenewal{4};

// When it says so next. A clock that was set back does not put it off.
class LeaseTimes {
public:
    bool due(WallMicros now) const { return now >= m_next || m_next - now > micros(leaseRenewal); }
    // Does what it has belong to it for sure?
    bool held(WallMicros now) const { return now < m_until && m_until - now <= micros(leaseTime); }
    WallMicros next() const { return m_next; }
    void renewed(WallMicros now) {
        m_next = now + micros(leaseRenewal);
        m_until = now + micros(leaseTime);
    }
    void failed(WallMicros now) { m_next = now + micros(std::chrono::seconds(1)); }

private:
    static WallMicros micros(std::chrono::microseconds time) { return time.count(); }
    WallMicros m_next = 0;
    WallMicros m_until = 0;
};

// What came of saying so.
struct Renewal {
    bool lapsed = false; // too late: another may have taken over what this process had
    bool took = false;   // something of a process that is gone is this one's now
};

} // namespace gatehouse
