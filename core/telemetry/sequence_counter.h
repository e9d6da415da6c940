// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::telemetry {

// Numbers the calls of a store. The one in a file is a mapped page, so the last number given out outlives kill -9 (the
// kernel keeps the page) and the next start can say exactly how many calls were finished but never written.
// Thread-safe.
class SequenceCounter {
public:
    // Only in memory: for tests.
    static std::unique_ptr<SequenceCounter> inMemory();
    // In the file, made with mode 0600 where it is missing.
    static Result<std::unique_ptr<SequenceCounter>> inFile(const std::string& path);
    virtual ~SequenceCounter() = default;

    std::uint64_t take() { return std::atomic_ref(*m_next).fetch_add(1, std::memory_order_relaxed); }
    // The number that take() would give; 0 in a new file.
    std::uint64_t next() const { return std::atomic_ref(*m_next).load(std::memory_order_relaxed); }
    void startAt(std::uint64_t next) { std::atomic_ref(*m_next).store(next, std::memory_order_relaxed); }

protected:
    explicit SequenceCounter(std::uint64_t* next) : m_next(next) {}
    std::uint64_t* m_next;
};

} // namespace gatehouse::telemetry
