// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Types of tensors of the KServe v2 inference protocol (Open Inference Protocol, "Tensor Data Types"). No state.
namespace gatehouse::dialects::kserve {

enum class DataType {
    Bool,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Int8,
    Int16,
    Int32,
    Int64,
    Fp16, // in binary only, as Bf16: JSON has no agreed form of them
    Bf16,
    Fp32,
    Fp64,
    Bytes, // each element has a length of its own: 4 bytes, little-endian, in front of it
};

std::string_view nameOf(DataType type);
std::optional<DataType> dataTypeNamed(std::string_view name);
// Bytes of one element; 0 for Bytes.
std::size_t sizeOf(DataType type);

// How many elements a tensor of that shape has; nothing where the number is no longer one that could be sent.
std::optional<std::uint64_t> elementsOf(const std::vector<std::int64_t>& shape);

// Length of the first element of raw Bytes, without its prefix; nothing where it reaches behind the end.
std::optional<std::size_t> firstBytesElement(std::string_view raw);

} // namespace gatehouse::dialects::kserve
