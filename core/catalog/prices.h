// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::catalog {

// What a model costs at a provider, in pico-dollars per million tokens of each class; an absent class is unknown.
struct ModelPrice {
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<std::int64_t> contextTokens; // limits, where known
    std::optional<std::int64_t> maxOutputTokens;
    std::string source;   // where the figure was read
    std::string date;     // YYYY-MM-DD it was read
    bool pretend = false; // the demo provider's: shown, kept out of spend
};

// Look-up of prices. Immutable; any thread.
class Prices {
public:
    virtual ~Prices() = default;
    // The price of a model at a provider made from a preset; where the preset does not list it (or is empty), the price
    // of the model's own vendor when exactly one vendor lists that exact name.
    virtual std::optional<ModelPrice> find(std::string_view preset, std::string_view model) const = 0;
    // The names that are listed for a preset, sorted; in small letters.
    virtual std::vector<std::string> models(std::string_view /*preset*/) const { return {}; }
};

} // namespace gatehouse::catalog
