// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/input_buffer.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

BlockPool::Block BlockPool::take() {
    if (m_free.empty())
        return std::make_unique_for_overwrite<char[]>(blockSize);
    Block block = std::move(m_free.back());
    m_free.pop_back();
    return block;
}

void BlockPool::give(Block block) {
    if (m_free.size() < mostKept)
        m_free.push_back(std::move(block));
}

boost::asio::mutable_buffer InputBuffer::prepare() {
    if (!m_data) {
        m_data = m_pool->take();
        m_capacity = BlockPool::blockSize;
        m_begin = m_end = 0;
    }
    if (empty()) {
        m_begin = m_end = 0;
    } else if (room() == 0) {
        const std::size_t held = size();
        if (m_begin >= m_capacity / 2) {
            std::memmove(m_data.get(), m_data.get() + m_begin, held);
        } else {
            const std::size_t capacity = m_capacity * 2;
            auto larger = std::make_unique_for_overwrite<char[]>(capacity);
            std::memcpy(larger.get(), m_data.get() + m_begin, held);
            release();
            m_data = std::move(larger);
            m_capacity = capacity;
        }
        m_begin = 0;
        m_end = held;
    }
    return {m_data.get() + m_end, room()};
}

boost::asio::mutable_buffer InputBuffer::prepareInPlace(std::size_t most) {
    return {m_data.get() + m_end, std::min(most, room())};
}

void InputBuffer::release() {
    if (m_data && m_capacity == BlockPool::blockSize)
        m_pool->give(std::move(m_data));
    m_data.reset();
    m_capacity = m_begin = m_end = 0;
}

void InputBuffer::swap(InputBuffer& other) noexcept {
    std::swap(m_pool, other.m_pool);
    std::swap(m_data, other.m_data);
    std::swap(m_capacity, other.m_capacity);
    std::swap(m_begin, other.m_begin);
    std::swap(m_end, other.m_end);
}

} // namespace gatehouse::http
