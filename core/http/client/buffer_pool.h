// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::http {

// A block of bytes that goes back to its pool.
class BufferPool;
class Buffer {
public:
    Buffer() = default;
    Buffer(BufferPool* pool, std::unique_ptr<char[]> bytes, std::size_t size)
        : m_pool(pool), m_bytes(std::move(bytes)), m_size(size) {}
    Buffer(Buffer&& other) noexcept
        : m_pool(std::exchange(other.m_pool, nullptr)), m_bytes(std::move(other.m_bytes)),
          m_size(std::exchange(other.m_size, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        release();
        m_pool = std::exchange(other.m_pool, nullptr);
        m_bytes = std::move(other.m_bytes);
        m_size = std::exchange(other.m_size, 0);
        return *this;
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { release(); }

    char* data() { return m_bytes.get(); }
    const char* data() const { return m_bytes.get(); }
    std::size_t size() const { return m_size; }
    explicit operator bool() const { return m_bytes != nullptr; }
    inline void release();

private:
    BufferPool* m_pool = nullptr;
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
};

// The read buffers of one I/O thread: held only while there is something in them, so that thousands of waiting streams
// share a few. Must outlive its buffers.
class BufferPool {
public:
    static constexpr std::size_t blockSize = std::size_t{16} * 1024;

    Buffer take() {
        if (m_free.empty())
            return {this, std::make_unique_for_overwrite<char[]>(blockSize), blockSize};
        auto bytes = std::move(m_free.back());
        m_free.pop_back();
        return {this, std::move(bytes), blockSize};
    }

private:
    friend class Buffer;
    static constexpr std::size_t mostFree = 64;
    void giveBack(std::unique_ptr<char[]> bytes) {
        if (m_free.size() < mostFree)
            m_free.push_back(std::move(bytes));
    }
    std::vector<std::unique_ptr<char[]>> m_free;
};

inline void Buffer::release() {
    if (m_pool != nullptr && m_bytes)
        m_pool->giveBack(std::move(m_bytes));
    m_pool = nullptr;
    m_bytes.reset();
    m_size = 0;
}

} // namespace gatehouse::http
