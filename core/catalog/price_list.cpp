// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/price_list.h"

#include "core/base/text.h"
#include "core/catalog/embedded.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <mutex>
#include <vector>

namespace gatehouse::catalog {
namespace {

namespace json = boost::json;

constexpr std::int64_t unknown = -1;

// A price as it is kept: a few thousand of them, so numbers only.
struct Entry {
    std::array<std::int64_t, 5> pico{unknown, unknown, unknown, unknown, unknown}; // in the order of classNames
    std::int32_t context = 0;                                                      // 0: unknown
    std::int32_t maxOutput = 0;
    std::uint32_t source = 0;
    std::uint32_t tiers = 0; // the first of them in Loaded::tiers
    std::uint16_t tierCount = 0;
};
constexpr std::array<std::string_view, 5> classNames{"input", "cached_input", "cache_write", "cache_write_long",
                                                     "output"};

// A name in the list of a preset. The text lies in Loaded::names.
struct Name {
    std::uint32_t offset = 0;
    std::uint16_t size = 0;
    std::uint16_t preset = 0;
    std::uint32_t entry = 0;
};

struct Source {
    std::string name;
    std::string date;
};

struct Preset {
    std::string id;
    std::string page;
    bool vendor = false;
};

struct Loaded {
    std::string names;
    std::vector<Name> byPreset;  // sorted by preset, then name
    std::vector<Name> ofVendors; // sorted by name
    std::vector<Entry> entries;
    std::vector<PriceTier> tiers;
    std::vector<Preset> presets; // sorted by id
    std::vector<Source> sources;
    std::vector<std::string> withoutVendorPrice; // sorted

    std::string_view text(const Name& name) const { return std::string_view(names).substr(name.offset, name.size); }
    const Name* listed(std::uint16_t preset, std::string_view model) const;
    const Name* listedByVendor(std::string_view model) const;
    std::optional<std::uint16_t> indexOf(std::string_view preset) const;
    ModelPrice priceOf(const Name& name) const;
};

const Name* Loaded::listed(std::uint16_t preset, std::string_view model) const {
    const auto before = [this, preset](const Name& name, std::string_view wanted) {
        return name.preset != preset ? name.preset < preset : text(name) < wanted;
    };
    const auto found = std::lower_bound(byPreset.begin(), byPreset.end(), model, before);
    return found != byPreset.end() && found->preset == preset && text(*found) == model ? &*found : nullptr;
}

const Name* Loaded::listedByVendor(std::string_view model) const {
    const auto before = [this](const Name& name, std::string_view wanted) { return text(name) < wanted; };
    const auto found = std::lower_bound(ofVendors.begin(), ofVendors.end(), model, before);
    if (found == ofVendors.end() || text(*found) != model)
        return nullptr;
    const auto next = std::next(found);
    return next != ofVendors.end() && text(*next) == model ? nullptr : &*found; // two vendors: whose is it?
}

std::optional<std::uint16_t> Loaded::indexOf(std::string_view preset) const {
    const auto found = std::lower_bound(presets.begin(), presets.end(), preset,
                                        [](const Preset& item, std::string_view wanted) { return item.id < wanted; });
    if (found == presets.end() || found->id != preset)
        return std::nullopt;
    return static_cast<std::uint16_t>(found - presets.begin());
}

ModelPrice Loaded::priceOf(const Name& name) const {
    const Entry& entry = entries[name.entry];
    ModelPrice price;
    const std::array<std::optional<Money>*, 5> classes{&price.input, &price.cachedInput, &price.cacheWrite,
                                                       &price.cacheWriteLong, &price.output};
    for (std::size_t i = 0; i < classes.size(); ++i) {
        if (entry.pico[i] != unknown)
            *classes[i] = Money::fromPico(entry.pico[i]);
    }
    if (entry.context > 0)
        price.contextTokens = entry.context;
    if (entry.maxOutput > 0)
        price.maxOutputTokens = entry.maxOutput;
    price.tiers.assign(tiers.begin() + entry.tiers, tiers.begin() + entry.tiers + entry.tierCount);
    const Source& source = sources[entry.source];
    const Preset& preset = presets[name.preset];
    price.source = preset.id + " in " + source.name;
    if (!preset.page.empty())
        price.source += " (" + preset.page + ")";
    price.date = source.date;
    return price;
}

std::string textOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr ? std::string(value->as_string()) : std::string();
}

std::int32_t limitOf(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr ? value->to_number<std::int32_t>() : 0;
}

Entry readEntry(const json::object& object) {
    Entry entry;
    for (std::size_t i = 0; i < classNames.size(); ++i) {
        if (const auto* value = object.if_contains(classNames[i])) {
            if (const auto money = Money::parse(value->as_string()))
                entry.pico[i] = money->pico();
        }
    }
    entry.context = limitOf(object, "context");
    entry.maxOutput = limitOf(object, "max_output");
    entry.source = value_to<std::uint32_t>(object.at("source"));
    return entry;
}

std::optional<Money> moneyIn(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr ? Money::parse(value->as_string()) : std::nullopt;
}

void readTiers(Loaded& loaded, Entry& entry, const json::object& object) {
    const auto* above = object.if_contains("above");
    if (above == nullptr)
        return;
    std::vector<PriceTier> tiers;
    for (const auto& member : above->as_object()) {
        const auto& prices = member.value().as_object();
        PriceTier tier;
        tier.above = static_cast<std::int64_t>(parseUnsigned(member.key()).value_or(0));
        tier.input = moneyIn(prices, "input");
        tier.cachedInput = moneyIn(prices, "cached_input");
        tier.cacheWrite = moneyIn(prices, "cache_write");
        tier.cacheWriteLong = moneyIn(prices, "cache_write_long");
        tier.output = moneyIn(prices, "output");
        tiers.push_back(tier);
    }
    std::sort(tiers.begin(), tiers.end(), [](const auto& a, const auto& b) { return a.above < b.above; });
    entry.tiers = static_cast<std::uint32_t>(loaded.tiers.size());
    entry.tierCount = static_cast<std::uint16_t>(tiers.size());
    loaded.tiers.insert(loaded.tiers.end(), tiers.begin(), tiers.end());
}

void readPreset(Loaded& loaded, const json::object& object) {
    const auto index = static_cast<std::uint16_t>(loaded.presets.size());
    loaded.presets.push_back({textOf(object, "preset"), textOf(object, "page"), object.at("vendor").as_bool()});
    for (const auto& item : object.at("prices").as_array()) {
        const auto number = static_cast<std::uint32_t>(loaded.entries.size());
        loaded.entries.push_back(readEntry(item.as_object()));
        readTiers(loaded, loaded.entries.back(), item.as_object());
        for (const auto& model : item.at("models").as_array()) {
            const auto& text = model.as_string();
            loaded.byPreset.push_back({static_cast<std::uint32_t>(loaded.names.size()),
                                       static_cast<std::uint16_t>(text.size()), index, number});
            loaded.names.append(text.data(), text.size());
        }
    }
}

Loaded readAll() {
    // The text is part of the program; a test reads it all, so it cannot be malformed here.
    json::monotonic_resource memory;
    const auto document = json::parse(embeddedPrices(), &memory);
    Loaded loaded;
    for (const auto& source : document.at("sources").as_array())
        loaded.sources.push_back({textOf(source.as_object(), "name"), textOf(source.as_object(), "date")});
    for (const auto& preset : document.at("without_vendor_price").as_array())
        loaded.withoutVendorPrice.emplace_back(preset.as_string());
    for (const auto& preset : document.at("presets").as_array())
        readPreset(loaded, preset.as_object());
    const auto byText = [&loaded](const Name& a, const Name& b) { return loaded.text(a) < loaded.text(b); };
    std::sort(loaded.byPreset.begin(), loaded.byPreset.end(), [&byText](const Name& a, const Name& b) {
        return a.preset != b.preset ? a.preset < b.preset : byText(a, b);
    });
    std::copy_if(loaded.byPreset.begin(), loaded.byPreset.end(), std::back_inserter(loaded.ofVendors),
                 [&loaded](const Name& name) { return loaded.presets[name.preset].vendor; });
    std::sort(loaded.ofVendors.begin(), loaded.ofVendors.end(), byText);
    loaded.names.shrink_to_fit();
    loaded.byPreset.shrink_to_fit();
    loaded.ofVendors.shrink_to_fit();
    loaded.entries.shrink_to_fit();
    return loaded;
}

bool isDigits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "gpt-4o-2024-08-06", "claude-sonnet-4-5-20250929", "claude-haiku-4-5@20251001", "x-latest" without their ends;
// empty: there is none.
std::string_view undated(std::string_view model) {
    constexpr std::string_view latest = "-latest";
    if (model.size() > latest.size() && model.ends_with(latest))
        return model.substr(0, model.size() - latest.size());
    constexpr std::size_t compact = 9; // separator and 8 digits
    if (model.size() > compact && isDigits(model.substr(model.size() - 8))) {
        const char separator = model[model.size() - compact];
        return separator == '-' || separator == '@' ? model.substr(0, model.size() - compact) : std::string_view();
    }
    constexpr std::size_t dashed = 11; // -YYYY-MM-DD
    if (model.size() <= dashed)
        return {};
    const auto end = model.substr(model.size() - dashed);
    if (end[0] == '-' && end[5] == '-' && end[8] == '-' && isDigits(end.substr(1, 4)) && isDigits(end.substr(6, 2)) &&
        isDigits(end.substr(9, 2)))
        return model.substr(0, model.size() - dashed);
    return {};
}

constexpr std::array<std::string_view, 4> demoModels{"echo", "slow", "flaky", "429"};

// What the demo provider's models would cost if they were real: round figures that are easy to check by hand.
std::optional<ModelPrice> demoPrice(std::string_view model) {
    if (std::find(demoModels.begin(), demoModels.end(), model) == demoModels.end())
        return std::nullopt;
    ModelPrice price;
    price.input = Money::parse("1");
    price.cachedInput = Money::parse("0.1");
    price.cacheWrite = Money::parse("1.25");
    price.cacheWriteLong = Money::parse("2");
    price.output = Money::parse("2");
    price.contextTokens = 128'000;
    price.source = "demo (pretended)";
    price.date = "2026-11-21";
    price.pretend = true;
    return price;
}

} // namespace

struct PriceList::Lazy {
    std::once_flag once;
    Loaded loaded;

    const Loaded& get() {
        std::call_once(once, [this] { loaded = readAll(); });
        return loaded;
    }
};

PriceList::PriceList() : m_lazy(std::make_unique<Lazy>()) {}
PriceList::~PriceList() = default;

std::optional<ModelPrice> PriceList::find(std::string_view preset, std::string_view model) const {
    if (preset == "demo")
        return demoPrice(model);
    const Loaded& list = m_lazy->get();
    const std::string name = toLower(model);
    const std::array<std::string_view, 2> names{name, undated(name)};
    if (const auto index = list.indexOf(preset)) {
        for (const auto wanted : names) {
            if (const auto* found = wanted.empty() ? nullptr : list.listed(*index, wanted))
                return list.priceOf(*found);
        }
    }
    if (std::binary_search(list.withoutVendorPrice.begin(), list.withoutVendorPrice.end(), preset))
        return std::nullopt;
    for (const auto wanted : names) {
        if (const auto* found = wanted.empty() ? nullptr : list.listedByVendor(wanted))
            return list.priceOf(*found);
    }
    return std::nullopt;
}

std::vector<std::string> PriceList::models(std::string_view preset) const {
    if (preset == "demo")
        return {demoModels.begin(), demoModels.end()};
    const Loaded& list = m_lazy->get();
    std::vector<std::string> names;
    const auto index = list.indexOf(preset);
    if (!index)
        return names;
    const auto before = [](const Name& name, std::uint16_t wanted) { return name.preset < wanted; };
    auto name = std::lower_bound(list.byPreset.begin(), list.byPreset.end(), *index, before);
    for (; name != list.byPreset.end() && name->preset == *index; ++name)
        names.emplace_back(list.text(*name));
    return names;
}

void PriceList::warm() const {
    (void)m_lazy->get();
}
std::size_t PriceList::size() const {
    return m_lazy->get().entries.size();
}

} // namespace gatehouse::catalog
