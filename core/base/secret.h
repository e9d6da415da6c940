// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse {

// Bytes that must never be seen: a provider key, a gateway key, a token. They live in locked memory that is wiped
// when the object goes. There is no conversion to text and no stream operator, so printing one does not compile; the
// only way to the bytes is reveal(), which is easy to search for. Move-only; share one by shared_ptr<const Secret>.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string_view bytes);
    // Takes the text and wipes the source.
    static Secret take(std::string& text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    bool empty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    // For the one place that puts it on the wire or hashes it. Never log, store or copy what this returns.
    std::string_view reveal() const { return {m_data, m_size}; }
    // The last four characters, or "" where the secret is shorter than 12: what a person may be shown.
    std::string lastFour() const;

private:
    void wipe() noexcept;
    char* m_data = nullptr;
    std::size_t m_size = 0;
};

using SharedSecret = std::shared_ptr<const Secret>;

// Overwrites text in place so that the optimiser cannot drop it, then clears it.
void wipe(std::string& text) noexcept;

// Comparison whose time depends on the lengths only.
bool equalInConstantTime(std::string_view a, std::string_view b) noexcept;

} // namespace gatehouse
