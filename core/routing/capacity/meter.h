// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/routing/capacity/learned_window.h"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::routing {

// What an answer told of its provider's rate limits, and whether it was a refusal for the rate.
struct ToldLimits {
    ToldLimit requests;
    ToldLimit tokens;
    bool refused = false;                           // 429
    std::optional<std::int64_t> retryAfterMicros{}; // of a refusal
};

// The learned limits of one model at one provider with one of its keys, and what is under way there. Thread-safe
// without locks.
class Meter {
public:
    Meter(std::string_view provider, std::string_view key, std::string_view model)
        : m_provider(provider), m_key(key), m_model(model) {}

    struct Pass {
        LearnedWindow::Admission requests;
        LearnedWindow::Admission tokens;
    };
    // One call of so many tokens, where both are left and no refusal has told us to wait.
    std::optional<Pass> admit(std::int64_t tokens, std::int64_t now);
    void takeBack(const Pass& pass);
    void answered(const Pass& pass, const ToldLimits* told, std::int64_t now);
    std::int64_t nextChance(std::int64_t tokens, std::int64_t now) const;
    // Nothing is under way whose answer could change the reckoning.
    bool quiet() const { return m_requests.unheard() == 0; }

    void begin() { m_inFlight.fetch_add(1, std::memory_order_relaxed); }
    void end() { m_inFlight.fetch_sub(1, std::memory_order_relaxed); }

    struct Look {
        std::int64_t inFlight = 0;
        LearnedWindow::Look requests;
        LearnedWindow::Look tokens;
        std::int64_t blockedFor = 0; // microseconds, as a refusal said
        bool known = false;          // anything of this was told
    };
    Look look(std::int64_t now) const;

    const std::string& provider() const { return m_provider; }
    const std::string& key() const { return m_key; }
    const std::string& model() const { return m_model; }
    bool is(std::string_view provider, std::string_view key, std::string_view model) const {
        return m_model == model && m_key == key && m_provider == provider;
    }

private:
    const std::string m_provider;
    const std::string m_key; // its reference; empty: none
    const std::string m_model;
    LearnedWindow m_requests;
    LearnedWindow m_tokens;
    std::atomic<std::int64_t> m_blockedUntil{0};
    std::atomic<std::int64_t> m_inFlight{0};
};

} // namespace gatehouse::routing
