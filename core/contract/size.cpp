// SPDX-License-Identifier: Apache-2.0
#include "core/contract/size.h"

#include "core/base/text.h"

namespace gatehouse::contract {

std::optional<std::uint64_t> parseSize(std::string_view text) {
    if (text.size() < 4 || text.size() > 10 || !text.ends_with("iB") || text.front() == '0')
        return std::nullopt;
    const auto number = parseUnsigned(text.substr(0, text.size() - 3));
    if (!number)
        return std::nullopt;
    switch (text[text.size() - 3]) {
    case 'K':
        return *number << 10U;
    case 'M':
        return *number << 20U;
    case 'G':
        return *number << 30U;
    default:
        return std::nullopt;
    }
}

} // namespace gatehouse::contract
