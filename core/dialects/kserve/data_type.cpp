// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/kserve/data_type.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::kserve {
namespace {

struct Row {
    std::string_view name;
    std::size_t size;
};

// In the order of the enumeration.
constexpr std::array rows{
    Row{"BOOL", 1}, Row{"UINT8", 1}, Row{"UINT16", 2}, Row{"UINT32", 4}, Row{"UINT64", 8},
    Row{"INT8", 1}, Row{"INT16", 2}, Row{"INT32", 4},  Row{"INT64", 8},  Row{"FP16", 2},
    Row{"BF16", 2}, Row{"FP32", 4},  Row{"FP64", 8},   Row{"BYTES", 0},
};

constexpr std::uint64_t mostElements = std::uint64_t{1} << 40U;

} // namespace

std::string_view nameOf(DataType type) {
    return rows[static_cast<std::size_t>(type)].name;
}

std::optional<DataType> dataTypeNamed(std::string_view name) {
    const auto* const found =
        std::find_if(rows.begin(), rows.end(), [name](const Row& row) { return row.name == name; });
    if (found == rows.end())
        return std::nullopt;
    return static_cast<DataType>(found - rows.begin());
}

std::size_t sizeOf(DataType type) {
    return rows[static_cast<std::size_t>(type)].size;
}

std::optional<std::uint64_t> elementsOf(const std::vector<std::int64_t>& shape) {
    std::uint64_t count = 1;
    for (const auto side : shape) {
        if (side < 0)
            return std::nullopt;
        if (side == 0)
            count = 0;
        else if (count > mostElements / static_cast<std::uint64_t>(side))
            return std::nullopt;
        else
            count *= static_cast<std::uint64_t>(side);
    }
    return count;
}

std::optional<std::size_t> firstBytesElement(std::string_view raw) {
    constexpr std::size_t prefix = 4;
    if (raw.size() < prefix)
        return std::nullopt;
    std::size_t length = 0;
    for (std::size_t i = 0; i < prefix; ++i)
        length |= std::size_t{static_cast<unsigned char>(raw[i])} << (8 * i);
    if (length > raw.size() - prefix)
        return std::nullopt;
    return length;
}

} // namespace gatehouse::dialects::kserve
