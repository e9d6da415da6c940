// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// A large answer on its way: bytes in a file without a name (so that it goes with the process), readable by nobody
// else. Written by one thread, then read by others.
class SpooledFile {
public:
    // In the folder. Unavailable backup_failed.
    static Result<SpooledFile> make(const std::string& folder);
    SpooledFile(SpooledFile&& other) noexcept;
    SpooledFile& operator=(SpooledFile&&) = delete;
    SpooledFile(const SpooledFile&) = delete;
    SpooledFile& operator=(const SpooledFile&) = delete;
    ~SpooledFile();

    Result<void> append(std::string_view bytes);
    std::uint64_t size() const { return m_size; }
    // As many bytes as there are from there on, at most so many.
    Result<std::string> read(std::uint64_t offset, std::size_t most) const;

private:
    explicit SpooledFile(int file) : m_file(file) {}
    int m_file = -1;
    std::uint64_t m_size = 0;
};

} // namespace gatehouse::admin
