// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/buffer.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

// Blocks for reading, shared by the connections of one I/O thread: a connection holds one only while it has bytes.
class BlockPool {
public:
    static constexpr std::size_t blockSize = 8 * 1024;
    using Block = std::unique_ptr<char[]>;

    Block take();
    void give(Block block);

private:
    static constexpr std::size_t mostKept = 128;
    std::vector<Block> m_free;
};

// Bytes read and not yet consumed: [begin, end) of a block that is taken from the pool when first needed. Grows beyond
// the pool's block size for long heads. Growing and compacting move the bytes.
class InputBuffer {
public:
    explicit InputBuffer(BlockPool& pool) : m_pool(&pool) {}
    ~InputBuffer() { release(); }
    InputBuffer(const InputBuffer&) = delete;
    InputBuffer& operator=(const InputBuffer&) = delete;

    bool empty() const { return m_begin == m_end; }
    std::size_t size() const { return m_end - m_begin; }
    std::string_view view() const { return {m_data.get() + m_begin, size()}; }
    std::size_t capacity() const { return m_capacity; }
    // Room behind the bytes, without moving them.
    std::size_t room() const { return m_capacity - m_end; }
    // Of the whole block, from the first byte held.
    std::size_t span() const { return m_capacity - m_begin; }

    // A place to read into behind the bytes; acquires a block, moves the bytes to the front or doubles where it is
    // full.
    boost::asio::mutable_buffer prepare();
    // The same without ever moving; may be empty.
    boost::asio::mutable_buffer prepareInPlace(std::size_t most);
    void commit(std::size_t size) { m_end += size; }
    void consume(std::size_t size) { m_begin += size; }
    // Forgets bytes at the end.
    void dropLast(std::size_t size) { m_end -= size; }
    // Gives the block back; the bytes are gone.
    void release();
    void swap(InputBuffer& other) noexcept;

private:
    BlockPool* m_pool;
    BlockPool::Block m_data;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace gatehouse::http
