// SPDX-License-Identifier: Apache-2.0
#include "core/config/listed.h"

namespace gatehouse::config {

std::string listed(const std::set<std::string>& names) {
    constexpr std::size_t most = 10;
    std::string text;
    std::size_t count = 0;
    for (const auto& name : names) {
        if (count++ == most)
            return text + " and " + std::to_string(names.size() - most) + " more";
        text += (text.empty() ? "" : ", ") + name;
    }
    return text;
}

} // namespace gatehouse::config
