// SPDX-License-Identifier: Apache-2.0
#include "core/config/set_prices.h"

#include "core/base/text.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <set>

namespace gatehouse::config {
namespace {

using catalog::ModelPrice;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;
using contract::PriceSpec;

// "2026-11-21", as its pattern has it; a day that a month lacks is one of the next.
std::int64_t dayOf(std::string_view text) {
    using namespace std::chrono;
    const auto number = [text](std::size_t from, std::size_t count) {
        return static_cast<unsigned>(parseUnsigned(text.substr(from, count)).value_or(1));
    };
    const auto date = year(static_cast<int>(number(0, 4))) / month(number(5, 2)) / day(number(8, 2));
    return sys_days(date).time_since_epoch().count();
}

struct Days {
    std::int64_t from;
    std::int64_t until;
};

bool isDated(const PriceSpec& spec) {
    return spec.from || spec.until;
}

Days daysOf(const PriceSpec& spec) {
    return {spec.from ? dayOf(*spec.from) : 0,
            spec.until ? dayOf(*spec.until) : std::numeric_limits<std::int64_t>::max()};
}

bool saysPrice(const PriceSpec& spec) {
    for (const auto& one : {spec.input, spec.cachedInput, spec.cacheWrite, spec.cacheWriteLong, spec.output,
                            spec.reasoning, spec.batchInput, spec.batchOutput, spec.image, spec.imageInput,
                            spec.audioInput, spec.audioOutput, spec.audioMinute, spec.request}) {
        if (one)
            return true;
    }
    return !spec.tiers.empty();
}

void take(ModelPrice& price, const PriceSpec& spec, const Provider& provider) {
    price.input = spec.input;
    price.cachedInput = spec.cachedInput;
    price.cacheWrite = spec.cacheWrite;
    price.cacheWriteLong = spec.cacheWriteLong;
    price.output = spec.output;
    price.reasoning = spec.reasoning;
    price.batchInput = spec.batchInput;
    price.batchOutput = spec.batchOutput;
    price.image = spec.image;
    price.imageInput = spec.imageInput;
    price.audioInput = spec.audioInput;
    price.audioOutput = spec.audioOutput;
    price.audioMinute = spec.audioMinute;
    price.request = spec.request;
    price.tiers.clear();
    for (const auto& tier : spec.tiers)
        price.tiers.push_back({static_cast<std::int64_t>(tier.above), tier.input, tier.cachedInput, tier.cacheWrite,
                               tier.cacheWriteLong, tier.output, tier.reasoning});
    std::sort(price.tiers.begin(), price.tiers.end(), [](const auto& a, const auto& b) { return a.above < b.above; });
    price.source = spec.source.value_or("set for " + provider.id);
    price.date = spec.date.value_or("");
}

} // namespace

void setPrices(Provider& provider, const std::vector<PriceSpec>& specs, const catalog::Prices* listed) {
    std::map<std::string, ModelPrice, std::less<>> made;
    std::map<std::string, std::vector<catalog::DatedPrice>> dated;
    for (const auto& spec : specs) {
        auto price = priceOf(listed, provider, spec.as.value_or(spec.model)).value_or(ModelPrice{});
        if (!spec.as || saysPrice(spec))
            take(price, spec, provider);
        if (!isDated(spec)) {
            made.insert_or_assign(spec.model, std::move(price));
            continue;
        }
        const auto days = daysOf(spec);
        dated[spec.model].push_back({days.from, days.until, std::move(price)});
    }
    for (auto& [model, list] : dated) {
        if (!made.contains(model))
            made.emplace(model, priceOf(listed, provider, model).value_or(ModelPrice{}));
        made[model].dated = std::move(list);
    }
    provider.prices = std::move(made);
}

Faults checkPrices(const contract::ProviderSpec& provider, const Path& path) {
    Faults faults;
    std::map<std::string_view, std::vector<Days>> dated;
    std::set<std::string_view> undated;
    const Path list(path, "prices");
    for (std::size_t i = 0; i < provider.prices.size(); ++i) {
        const auto& spec = provider.prices[i];
        const Path here(list, i);
        const auto twice = [&] {
            faults.push_back(makeFault(FaultCode::Duplicate, Path(here, "model"), "a model that has no price here yet",
                                       contract::quoted(spec.model) + " a second time" +
                                           (isDated(spec) ? " for the same days" : "")));
        };
        std::set<std::uint64_t> tiers;
        for (std::size_t k = 0; k < spec.tiers.size(); ++k) {
            const Path tierList(here, "tiers");
            const Path tier(tierList, k);
            if (!tiers.insert(spec.tiers[k].above).second)
                faults.push_back(makeFault(FaultCode::Duplicate, Path(tier, "above"), "another number than before",
                                           std::to_string(spec.tiers[k].above)));
        }
        if (!isDated(spec)) {
            if (!undated.insert(spec.model).second)
                twice();
            continue;
        }
        const auto days = daysOf(spec);
        if (days.from > days.until)
            faults.push_back(makeFault(FaultCode::Conflict, Path(here, "until"), "a day not before from",
                                       contract::quoted(*spec.until)));
        auto& others = dated[spec.model];
        if (std::any_of(others.begin(), others.end(),
                        [&days](const Days& other) { return days.from <= other.until && other.from <= days.until; }))
            twice();
        others.push_back(days);
    }
    return faults;
}

} // namespace gatehouse::config
