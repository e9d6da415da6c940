// SPDX-License-Identifier: Apache-2.0
#include "core/base/secret.h"

#include <algorithm>
#include <new>
#include <openssl/crypto.h>
#include <sys/mman.h>
#include <utility>

namespace gatehouse {

Secret::Secret(std::string_view bytes) : m_size(bytes.size()) {
    if (bytes.empty())
        return;
    // Page-wise, so that mlock and munlock of one secret never touch another's memory.
    void* memory = ::mmap(nullptr, m_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        throw std::bad_alloc();
    // Both are best effort: a low RLIMIT_MEMLOCK must not stop the gateway.
    (void)::mlock(memory, m_size);
    (void)::madvise(memory, m_size, MADV_DONTDUMP);
    m_data = static_cast<char*>(memory);
    std::copy(bytes.begin(), bytes.end(), m_data);
}

Secret Secret::take(std::string& text) {
    Secret secret{std::string_view(text)};
    gatehouse::wipe(text);
    return secret;
}

Secret::Secret(Secret&& other) noexcept
    : m_data(std::exchange(other.m_data, nullptr)), m_size(std::exchange(other.m_size, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        m_data = std::exchange(other.m_data, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

Secret::~Secret() {
    wipe();
}

std::string Secret::lastFour() const {
    if (m_size < 12)
        return {};
    return std::string(m_data + m_size - 4, 4);
}

void Secret::wipe() noexcept {
    if (m_data == nullptr)
        return;
    OPENSSL_cleanse(m_data, m_size);
    (void)::munmap(m_data, m_size);
    m_data = nullptr;
    m_size = 0;
}

void wipe(std::string& text) noexcept {
    if (!text.empty())
        OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

bool equalInConstantTime(std::string_view a, std::string_view b) noexcept {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace gatehouse
