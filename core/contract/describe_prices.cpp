// SPDX-License-Identifier: Apache-2.0
// What models cost.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

Type dollarsType() {
    auto type = moneyType(0, 1'000'000);
    type.pattern = R"(^(1000000(\.0{1,12})?|[0-9]{1,6}(\.[0-9]{1,12})?)$)"; // the same bounds
    return type;
}

Type dayType() {
    return patternText("a day such as 2026-11-21", "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", 10);
}

ObjectDescription tier() {
    Describer<PriceTierSpec> it("PriceTier", "What a call costs, whole, whose prompt is longer. A class that is not "
                                             "given costs what it costs below.");
    it.field("above", &PriceTierSpec::above, integerType(1, 1'000'000'000), "Tokens of the prompt, caches included.")
        .required = true;
    it.field("input", &PriceTierSpec::input, dollarsType(), "Of input tokens that no cache held.");
    it.field("cached_input", &PriceTierSpec::cachedInput, dollarsType(), "Of those that were read from a cache.");
    it.field("cache_write", &PriceTierSpec::cacheWrite, dollarsType(), "Of those written to one.");
    it.field("cache_write_long", &PriceTierSpec::cacheWriteLong, dollarsType(), "Of those written for an hour.");
    it.field("output", &PriceTierSpec::output, dollarsType(), "Of output tokens.");
    it.field("reasoning", &PriceTierSpec::reasoning, dollarsType(), "Of those that are reasoning.");
    return it.finish();
}

ObjectDescription price() {
    Describer<PriceSpec> it("Price",
                            "What a model costs at its provider, in dollars per million tokens unless it says another "
                            "unit. A class of input that is not given costs what `input` costs, `reasoning` what "
                            "`output` costs; what has no price at all makes a call's cost unknown.");
    it.field("model", &PriceSpec::model, modelType("a model name"), "The provider's name of the model.").required =
        true;
    it.field("as", &PriceSpec::as, modelType("a model name"),
             "The listed model that it is, where the provider has another name for it (a deployment of Azure): its "
             "listed price and limits count. Where prices are given here, these count instead.");
    it.field("input", &PriceSpec::input, dollarsType(), "Of input tokens that no cache held.").example = "2.5";
    it.field("cached_input", &PriceSpec::cachedInput, dollarsType(), "Of input tokens that were read from a cache.");
    it.field("cache_write", &PriceSpec::cacheWrite, dollarsType(), "Of input tokens that were written to a cache.");
    it.field("cache_write_long", &PriceSpec::cacheWriteLong, dollarsType(),
             "Of input tokens that were written to a cache for an hour; else as `cache_write`.");
    it.field("output", &PriceSpec::output, dollarsType(), "Of output tokens.").example = "10";
    it.field("reasoning", &PriceSpec::reasoning, dollarsType(),
             "Of output tokens that are reasoning, where they cost another price.");
    it.field("batch_input", &PriceSpec::batchInput, dollarsType(),
             "Of input tokens of calls that ask for `service_tier` `flex` or `batch`.");
    it.field("batch_output", &PriceSpec::batchOutput, dollarsType(),
             "Of output tokens of calls that ask for `service_tier` `flex` or `batch`.");
    it.field("image", &PriceSpec::image, dollarsType(), "Dollars for each image that is made.");
    it.field("image_input", &PriceSpec::imageInput, dollarsType(), "Of input tokens that are images.");
    it.field("audio_input", &PriceSpec::audioInput, dollarsType(), "Of input tokens that are sound.");
    it.field("audio_output", &PriceSpec::audioOutput, dollarsType(), "Of output tokens that are sound.");
    it.field("audio_minute", &PriceSpec::audioMinute, dollarsType(), "Dollars for each minute of sound.");
    it.field("request", &PriceSpec::request, dollarsType(), "Dollars for each request.");
    it.field("tiers", &PriceSpec::tiers, listType(objectType<PriceTierSpec>(), 0, 8),
             "Prices of calls with longer prompts; the highest `above` that is passed counts.");
    it.field("from", &PriceSpec::from, dayType(),
             "The first day (UTC) on which this price counts. A call costs what its own day says.");
    it.field("until", &PriceSpec::until, dayType(), "The last day on which it counts.");
    it.field("source", &PriceSpec::source, textType("a text"), "Where the figure comes from, for people.");
    it.field("date", &PriceSpec::date, dayType(), "The day on which it was read.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<PriceTierSpec>() {
    static const auto description = tier();
    return description;
}
template <>
const ObjectDescription& descriptionOf<PriceSpec>() {
    static const auto description = price();
    return description;
}

} // namespace gatehouse::contract
