// SPDX-License-Identifier: Apache-2.0
#include "core/base/random.h"

#include <array>
#include <cstring>
#include <openssl/rand.h>
#include <stdexcept>

namespace gatehouse {

void fillRandom(void* data, std::size_t size) {
    if (RAND_bytes(static_cast<unsigned char*>(data), static_cast<int>(size)) != 1)
        throw std::runtime_error("the system's random generator failed");
}

std::string randomText(std::size_t count, const char* alphabet) {
    const std::size_t letters = std::strlen(alphabet);
    const std::size_t fair = 256 - 256 % letters;
    std::string text;
    std::array<unsigned char, 64> bytes{};
    while (text.size() < count) {
        fillRandom(bytes.data(), bytes.size());
        for (const auto byte : bytes) {
            if (byte < fair && text.size() < count)
                text += alphabet[byte % letters];
        }
    }
    return text;
}

} // namespace gatehouse
