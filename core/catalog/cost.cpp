// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/cost.h"

#include <algorithm>
#include <array>
#include <limits>

namespace gatehouse::catalog {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t millisPerMinute = 60'000;
constexpr std::int64_t microsPerDay = std::int64_t{86'400} * 1'000'000;

__extension__ using Wide = __int128;

enum class Round { HalfUp, Up };

// units × price per so many units, in 128 bits; saturates.
Money share(std::int64_t units, Money price, std::int64_t per, Round round = Round::HalfUp) {
    const auto whole = static_cast<Wide>(units) * price.pico() + (round == Round::Up ? per - 1 : per / 2);
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const auto cost = whole / per;
    return Money::fromPico(cost > most ? most : static_cast<std::int64_t>(cost));
}

// The price of each class with all stand-ins filled in.
struct Rates {
    std::optional<Money> input;
    std::optional<Money> cachedInput;
    std::optional<Money> cacheWrite;
    std::optional<Money> cacheWriteLong;
    std::optional<Money> output;
    std::optional<Money> reasoning;
};

const std::optional<Money>& either(const std::optional<Money>& first, const std::optional<Money>& second) {
    return first ? first : second;
}

Rates ratesOf(const ModelPrice& price, const PriceTier* tier, bool batch) {
    Rates rates{price.input, price.cachedInput, price.cacheWrite, price.cacheWriteLong, price.output, price.reasoning};
    if (tier != nullptr) {
        rates = {either(tier->input, rates.input),           either(tier->cachedInput, rates.cachedInput),
                 either(tier->cacheWrite, rates.cacheWrite), either(tier->cacheWriteLong, rates.cacheWriteLong),
                 either(tier->output, rates.output),         either(tier->reasoning, rates.reasoning)};
    }
    if (batch) {
        rates.input = either(price.batchInput, rates.input);
        rates.output = either(price.batchOutput, rates.output);
    }
    rates.cachedInput = either(rates.cachedInput, rates.input);
    rates.cacheWrite = either(rates.cacheWrite, rates.input);
    rates.cacheWriteLong = either(rates.cacheWriteLong, rates.cacheWrite);
    rates.reasoning = either(rates.reasoning, rates.output);
    return rates;
}

const PriceTier* tierFor(const ModelPrice& price, std::int64_t prompt) {
    const PriceTier* found = nullptr;
    for (const auto& tier : price.tiers) {
        if (prompt > tier.above)
            found = &tier;
    }
    return found;
}

class Lines {
public:
    void add(std::string_view name, std::int64_t units, const std::optional<Money>& price, std::int64_t per) {
        if (units <= 0)
            return;
        if (!price) {
            m_unknown = true;
            return;
        }
        if (m_lines.empty())
            m_lines.reserve(usual);
        const auto perMillion = per == million ? *price : share(million, *price, per);
        m_lines.push_back({name, units, perMillion, share(units, *price, per)});
    }
    std::optional<std::vector<CostLine>> take() { return m_unknown ? std::nullopt : std::optional(std::move(m_lines)); }

private:
    static constexpr std::size_t usual = 4;

    std::vector<CostLine> m_lines;
    bool m_unknown = false;
};

// The dearest of those that are known.
std::optional<Money> most(std::initializer_list<std::optional<Money>> prices) {
    std::optional<Money> found;
    for (const auto& price : prices) {
        if (price && (!found || *price > *found))
            found = price;
    }
    return found;
}

std::optional<Money> dearestOf(const ModelPrice& price, const PriceTier* tier, const BilledTokens& tokens) {
    const auto rates = ratesOf(price, tier, false);
    const auto input = most({rates.input, rates.cachedInput, rates.cacheWrite, rates.cacheWriteLong,
                             tokens.imageInput > 0 ? price.imageInput : std::nullopt,
                             tokens.audioInput > 0 ? price.audioInput : std::nullopt});
    const auto output = most({rates.output, rates.reasoning});
    Money sum;
    struct Part {
        std::int64_t units;
        const std::optional<Money>& price;
        std::int64_t per;
    };
    for (const auto& part : {Part{tokens.prompt(), input, million}, Part{tokens.output, output, million},
                             Part{tokens.audioOutput, price.audioOutput, million}, Part{tokens.images, price.image, 1},
                             Part{tokens.audioMillis, price.audioMinute, millisPerMinute}}) {
        if (part.units <= 0)
            continue;
        if (!part.price)
            return std::nullopt;
        sum += share(part.units, *part.price, part.per, Round::Up);
    }
    return sum + price.request.value_or(Money());
}

} // namespace

std::optional<std::vector<CostLine>> costLines(const ModelPrice& price, const BilledTokens& tokens) {
    const auto rates = ratesOf(price, tierFor(price, tokens.prompt()), tokens.batch);
    const bool apart = rates.reasoning && rates.reasoning != rates.output;
    const auto thought = apart ? std::clamp<std::int64_t>(tokens.reasoning, 0, tokens.output) : 0;
    Lines lines;
    lines.add("input", tokens.input, rates.input, million);
    lines.add("cached_input", tokens.cachedInput, rates.cachedInput, million);
    lines.add("cache_write", tokens.cacheWrite, rates.cacheWrite, million);
    lines.add("cache_write_long", tokens.cacheWriteLong, rates.cacheWriteLong, million);
    lines.add("image_input", tokens.imageInput, price.imageInput, million);
    lines.add("audio_input", tokens.audioInput, price.audioInput, million);
    lines.add("output", tokens.output - thought, rates.output, million);
    lines.add("reasoning", thought, rates.reasoning, million);
    lines.add("audio_output", tokens.audioOutput, price.audioOutput, million);
    lines.add("image", tokens.images, price.image, 1);
    lines.add("audio_millisecond", tokens.audioMillis, price.audioMinute, millisPerMinute);
    if (price.request)
        lines.add("request", 1, price.request, 1);
    return lines.take();
}

std::optional<Money> sumOf(const std::optional<std::vector<CostLine>>& lines) {
    if (!lines)
        return std::nullopt;
    Money sum;
    for (const auto& line : *lines)
        sum += line.cost;
    return sum;
}

std::optional<Money> costOf(const ModelPrice& price, const BilledTokens& tokens) {
    return sumOf(costLines(price, tokens));
}

std::optional<Money> dearest(const ModelPrice& price, const BilledTokens& most) {
    auto sum = dearestOf(price, nullptr, most);
    for (const auto& tier : price.tiers) {
        if (most.prompt() <= tier.above)
            continue;
        const auto here = dearestOf(price, &tier, most);
        if (!here)
            return std::nullopt;
        sum = sum ? std::max(*sum, *here) : here;
    }
    return sum;
}

const ModelPrice& priceOn(const ModelPrice& price, WallMicros time) {
    if (price.dated.empty())
        return price;
    const auto day = time / microsPerDay;
    const auto found = std::find_if(price.dated.begin(), price.dated.end(),
                                    [day](const DatedPrice& one) { return one.from <= day && day <= one.until; });
    return found != price.dated.end() ? found->price : price;
}

void discount(ModelPrice& price, Money percent) {
    const auto whole = Money::fromPico(std::int64_t{100} * 1'000'000'000'000);
    const auto left = whole - percent;
    const auto cut = [&](std::optional<Money>& class_) {
        if (class_)
            class_ = share(class_->pico(), left, whole.pico());
    };
    for (auto* one : {&price.input, &price.cachedInput, &price.cacheWrite, &price.cacheWriteLong, &price.output,
                      &price.reasoning, &price.batchInput, &price.batchOutput, &price.image, &price.imageInput,
                      &price.audioInput, &price.audioOutput, &price.audioMinute, &price.request})
        cut(*one);
    for (auto& tier : price.tiers) {
        for (auto* one :
             {&tier.input, &tier.cachedInput, &tier.cacheWrite, &tier.cacheWriteLong, &tier.output, &tier.reasoning})
            cut(*one);
    }
}

} // namespace gatehouse::catalog
