// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::policy {

// How many bytes of text a token of a provider's model holds, learned from what the provider counted. Before anything
// is known it is three, which errs to the side of too many tokens. Old calls fade: the last fifty or so count most.
// Bounded: where too many models were asked for, new ones are not learned. Any thread, no locks.
class TokenEstimator {
public:
    static constexpr double unknownBytesPerToken = 3.0;

    TokenEstimator();
    ~TokenEstimator();
    TokenEstimator(const TokenEstimator&) = delete;
    TokenEstimator& operator=(const TokenEstimator&) = delete;

    double bytesPerToken(std::string_view provider, std::string_view model) const;
    std::uint64_t tokens(std::string_view provider, std::string_view model, std::size_t bytes) const;
    // A call that ended: its text, and what the provider counted.
    void learn(std::string_view provider, std::string_view model, std::size_t bytes, std::uint64_t tokens);

    struct Learned {
        std::string provider;
        std::string model;
        double bytesPerToken = 0;
        double error = 0; // mean share by which estimates were off, weighed by tokens
        std::uint64_t calls = 0;
    };
    std::vector<Learned> learned() const;

    // For a restart: a line of text for each model.
    std::string save() const;
    void load(std::string_view text);

private:
    struct Entry {
        std::string provider;
        std::string model;
        std::atomic<std::uint64_t> seen{0};   // bytes and tokens, two floats
        std::atomic<std::uint64_t> missed{0}; // tokens by which estimates were off and tokens, two floats
        std::atomic<std::uint64_t> calls{0};
    };
    static constexpr std::size_t places = 4'096;
    static constexpr std::size_t probes = 16;
    Entry* find(std::string_view provider, std::string_view model) const;
    Entry* findOrMake(std::string_view provider, std::string_view model);

    std::vector<std::atomic<Entry*>> m_entries;
};

} // namespace gatehouse::policy
