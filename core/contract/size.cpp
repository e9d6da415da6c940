// SPDX-License-Identifier: Apache-2.0
#include "core/contract/size.h"

#include "core/base/text.h"

namespace gatehouse::contract {

std::optional<std::uint64_t> parseSize(std::string_view text) {
    constexpr std::size_t unitSize = 3;
    constexpr std::size_t mostDigits = 6;
    if (text.size() <= unitSize || text.size() > unitSize + mostDigits || text.front() == '0')
        return std::nullopt;
    const auto number = parseUnsigned(text.substr(0, text.size() - unitSize));
    unsigned shift = 0;
    for (const std::string_view unit : {"KiB", "MiB", "GiB", "TiB"}) {
        shift += 10;
        if (number && text.ends_with(unit))
            return *number << shift;
    }
    return std::nullopt;
}

} // namespace gatehouse::contract
