// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

namespace gatehouse::ui {

// Where the person was: which view, what it showed, over which stretch of time.
struct Place {
    QString view;
    QString argument; // for View::open()
    QString range;    // as TimeRange::saved()
};

// The places on the way back and forward, at most fifty.
class Places {
public:
    void go(Place place); // forgets what lay ahead
    bool hasBack() const { return m_at > 0; }
    bool hasForward() const { return m_at + 1 < m_places.size(); }
    bool empty() const { return m_places.empty(); }
    Place& current() { return m_places[m_at]; }
    const Place& current() const { return m_places[m_at]; }
    const Place& back() { return m_places[--m_at]; }
    const Place& forward() { return m_places[++m_at]; }

private:
    static constexpr std::size_t most = 50;
    std::vector<Place> m_places;
    std::size_t m_at = 0;
};

} // namespace gatehouse::ui
