// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/catalog/prices.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// What calls cost: pure arithmetic on prices, exact to the pico-dollar. Any thread.
namespace gatehouse::catalog {

// What is billed of one call by class, without overlap: input is what was neither read from nor written to a cache, nor
// image or sound.
struct BilledTokens {
    std::int64_t input = 0;
    std::int64_t cachedInput = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t cacheWriteLong = 0;
    std::int64_t output = 0;    // reasoning included, sound not
    std::int64_t reasoning = 0; // part of output
    std::int64_t imageInput = 0;
    std::int64_t audioInput = 0;
    std::int64_t audioOutput = 0;
    std::int64_t images = 0;      // made
    std::int64_t audioMillis = 0; // of sound that is billed by its length
    bool batch = false;
    std::int64_t prompt() const { return input + cachedInput + cacheWrite + cacheWriteLong + imageInput + audioInput; }
};

// A line of a cost.
struct CostLine {
    std::string_view name; // of static life: "input", "cached_input" …
    std::int64_t units = 0;
    Money perMillion; // of such units; saturates
    Money cost;       // rounded once, half up
};

// The lines that have units, together the cost. nullopt (unknown) when a class that has units has no price. Where no
// price of its own is listed, cachedInput and cacheWrite cost what input costs (providers that do not list one bill
// them so), cacheWriteLong what cacheWrite costs, reasoning what output costs. The tier is that of the whole prompt.
std::optional<std::vector<CostLine>> costLines(const ModelPrice& price, const BilledTokens& tokens);
std::optional<Money> sumOf(const std::optional<std::vector<CostLine>>& lines);
std::optional<Money> costOf(const ModelPrice& price, const BilledTokens& tokens);

// The most that a call can cost whose prompt and answer have no more tokens than these, however they are billed: each
// prompt token at the dearest class of input, each token of the answer at the dearest of output, at the dearest tier
// that can be reached. Rounded up.
std::optional<Money> dearest(const ModelPrice& price, const BilledTokens& most);

// The price that holds on a day.
const ModelPrice& priceOn(const ModelPrice& price, WallMicros time);

// Per cent off, of each class; rounded half up.
void discount(ModelPrice& price, Money percent);

} // namespace gatehouse::catalog
