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

// What calls cost, whole, whose prompt has more tokens; an absent class costs what it costs below.
struct PriceTier {
    std::int64_t above = 0;
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<Money> reasoning;
};

struct DatedPrice;

// What a model costs at a provider, in pico-dollars per million tokens of each class; an absent class is unknown.
struct ModelPrice {
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<Money> reasoning; // else as output
    std::optional<Money> batchInput;
    std::optional<Money> batchOutput;
    std::optional<Money> image; // each that is made
    std::optional<Money> imageInput;
    std::optional<Money> audioInput;
    std::optional<Money> audioOutput;
    std::optional<Money> audioMinute;          // each
    std::optional<Money> request;              // each
    std::vector<PriceTier> tiers;              // ascending
    std::vector<DatedPrice> dated;             // the first that holds on a day counts in the place of this
    std::optional<std::int64_t> contextTokens; // limits, where known
    std::optional<std::int64_t> maxOutputTokens;
    std::string source;   // where the figure was read
    std::string date;     // YYYY-MM-DD it was read
    bool pretend = false; // the demo provider's: shown, kept out of spend
};

struct DatedPrice {
    std::int64_t from = 0;  // days since 1970-01-01, UTC
    std::int64_t until = 0; // the last one
    ModelPrice price;
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
