// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::config {

// What a preset of the catalogue fills in for a provider.
struct PresetFacts {
    std::string baseUrl; // may hold {NAME} places, or be empty: the provider must then give its own
    std::string dialect; // the catalogue's name ("openai", "gemini"); this version may lack it
    std::string auth;    // the catalogue's words, alternatives parted by '|': "bearer", "none|bearer", "x-api-key"
    // What its kind of credential starts from, by field of a provider's "credentials"; "{origin}" in a token_url stands
    // for the beginning of the provider's own address.
    std::vector<std::pair<std::string, std::string>> credentials = {};
    bool responses = false; // of the dialect "openai": it has /responses as well
};

// The catalogue as the configuration needs it. Immutable; any thread.
class Presets {
public:
    virtual ~Presets() = default;
    virtual std::optional<PresetFacts> find(std::string_view id) const = 0;
};

} // namespace gatehouse::config
