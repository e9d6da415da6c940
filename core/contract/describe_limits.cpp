// SPDX-License-Identifier: Apache-2.0
// How much may be asked for, and from where.
#include "core/contract/describe_limits.h"

#include "core/contract/size.h"

namespace gatehouse::contract {
namespace {

constexpr std::int64_t mostCount = 1'000'000'000'000;

bool isModelPattern(std::string_view text) {
    const auto star = text.find('*');
    return isModelName(text) && (star == std::string_view::npos || star + 1 == text.size());
}

// The form only: what a pattern can say. Whether it is a network is a rule of the whole document.
bool looksLikeNetwork(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = text.substr(0, slash);
    const auto prefix = slash == std::string_view::npos ? "0" : text.substr(slash + 1);
    return address.size() >= 2 && address.size() <= 45 && !prefix.empty() && prefix.size() <= 3 &&
           address.find_first_not_of("0123456789abcdefABCDEF.:") == std::string_view::npos &&
           prefix.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isSize(std::string_view text) {
    return !text.ends_with("TiB") && parseSize(text).has_value();
}

ObjectDescription limits() {
    using Spec = LimitsSpec;
    Describer<Spec> it("Limits", "How much in which time; 0 = no limit. The windows slide: what counts is the last "
                                 "minute, hour or day, with an error of less than 1 %. A request counts when it is "
                                 "admitted; tokens count as estimated before the call and as billed after it.");
    const auto add = [&it](const char* name, std::uint64_t Spec::*member, const char* explanation) {
        it.field(name, member, integerType(0, mostCount), explanation);
    };
    add("requests_per_minute", &Spec::requestsPerMinute, "Calls a minute.");
    add("requests_per_hour", &Spec::requestsPerHour, "Calls an hour.");
    add("requests_per_day", &Spec::requestsPerDay, "Calls in 24 hours.");
    add("tokens_per_minute", &Spec::tokensPerMinute, "Tokens a minute, prompt and answer.");
    add("tokens_per_hour", &Spec::tokensPerHour, "Tokens an hour, prompt and answer.");
    add("tokens_per_day", &Spec::tokensPerDay, "Tokens in 24 hours, prompt and answer.");
    add("input_tokens_per_minute", &Spec::inputTokensPerMinute, "Tokens of prompts a minute.");
    add("input_tokens_per_hour", &Spec::inputTokensPerHour, "Tokens of prompts an hour.");
    add("input_tokens_per_day", &Spec::inputTokensPerDay, "Tokens of prompts in 24 hours.");
    add("output_tokens_per_minute", &Spec::outputTokensPerMinute, "Tokens of answers a minute.");
    add("output_tokens_per_hour", &Spec::outputTokensPerHour, "Tokens of answers an hour.");
    add("output_tokens_per_day", &Spec::outputTokensPerDay, "Tokens of answers in 24 hours.");
    add("concurrent", &Spec::concurrent, "Calls at the same time.");
    return it.finish();
}

ObjectDescription organisation() {
    Describer<OrganisationSpec> it("Organisation", "What holds for all teams together.");
    it.field("limits", &OrganisationSpec::limits, objectType<LimitsSpec>(), "How much all teams together may ask for.");
    it.field("budget", &OrganisationSpec::budget, objectType<BudgetSpec>(), "What all teams may spend together.");
    it.field("unknown_price", &OrganisationSpec::unknownPrice, choiceType({"allow", "refuse"}),
             "What becomes of a call whose cost cannot be known, where no budget says so already: it is let through, "
             "its cost unknown, or refused with `price_unknown`.");
    it.field("self_approval", &OrganisationSpec::selfApproval, choiceType({"forbid", "allow"}),
             "Whether somebody may approve his own subscription, or publish what he submitted for review.");
    return it.finish();
}

} // namespace

Type modelPatterns() {
    auto models = listType(checkedText("a model name, or the start of one and '*'",
                                       "^(\\*|[^*\\u0000-\\u0020\\u007f]"
                                       "([^*\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?)$",
                                       isModelPattern),
                           0, 1000);
    models.unique = true;
    return models;
}

std::string modelsText(std::string_view who) {
    return "The model names that " + std::string(who) +
           " may ask for; `*` at the end stands for anything. An empty list allows none. Key, application and team "
           "must each allow a name.";
}

Type networkList() {
    auto list = listType(checkedText("an address or network like 10.0.0.0/8 or 2001:db8::1",
                                     "^[0-9A-Fa-f.:]{2,45}(/[0-9]{1,3})?$", looksLikeNetwork, 64),
                         0, 100);
    list.unique = true;
    return list;
}

Type sizeType() {
    return checkedText("a size like 64KiB, 32MiB or 2GiB", "^[1-9][0-9]{0,5}(KiB|MiB|GiB)$", isSize, 16);
}

template <>
const ObjectDescription& descriptionOf<LimitsSpec>() {
    static const auto description = limits();
    return description;
}
template <>
const ObjectDescription& descriptionOf<OrganisationSpec>() {
    static const auto description = organisation();
    return description;
}

} // namespace gatehouse::contract
