// SPDX-License-Identifier: Apache-2.0
#include "core/cache/entry_table.h"

namespace gatehouse::cache {

void EntryTable::count(std::map<std::string, RouteFigures>& routes) const {
    m_table.visitAll([&routes](const Entry& entry) {
        auto& route = routes[entry.route];
        ++route.entries;
        route.bytes += entry.weight();
    });
}

} // namespace gatehouse::cache
