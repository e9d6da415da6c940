// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/places.h"

namespace gatehouse::ui {

void Places::go(Place place) {
    if (!m_places.empty())
        m_places.resize(m_at + 1);
    m_places.push_back(std::move(place));
    if (m_places.size() > most)
        m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
}

} // namespace gatehouse::ui
