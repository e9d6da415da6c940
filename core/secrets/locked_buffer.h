// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/secret.h"

#include <cstddef>
#include <memory>
#include <new>
#include <sodium.h>
#include <string_view>

namespace gatehouse::secrets {

// Memory in which a key or a secret is made: locked, left out of dumps, between guard pages, wiped when it goes
// (libsodium's secure memory). A low RLIMIT_MEMLOCK leaves it unlocked rather than stopping the gateway, as with
// Secret.
class LockedBuffer {
public:
    explicit LockedBuffer(std::size_t size) : m_size(size) {
        if (sodium_init() >= 0) // at once where it ran before
            m_data.reset(static_cast<unsigned char*>(sodium_malloc(size == 0 ? 1 : size)));
        if (!m_data)
            throw std::bad_alloc();
    }

    unsigned char* data() { return m_data.get(); }
    std::size_t size() const { return m_size; }
    std::string_view text() const { return {reinterpret_cast<const char*>(m_data.get()), m_size}; }
    Secret secret() const { return Secret(text()); }

private:
    struct Wiped {
        void operator()(unsigned char* data) const { sodium_free(data); }
    };
    std::unique_ptr<unsigned char, Wiped> m_data;
    std::size_t m_size;
};

} // namespace gatehouse::secrets
