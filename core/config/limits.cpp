// SPDX-License-Identifier: Apache-2.0
#include "core/config/limits.h"

#include "core/contract/size.h"

#include <algorithm>

namespace gatehouse::config {
namespace {

constexpr std::array<std::array<std::string_view, spanCount>, measureCount> names{{
    {"requests_per_minute", "requests_per_hour", "requests_per_day"},
    {"tokens_per_minute", "tokens_per_hour", "tokens_per_day"},
    {"input_tokens_per_minute", "input_tokens_per_hour", "input_tokens_per_day"},
    {"output_tokens_per_minute", "output_tokens_per_hour", "output_tokens_per_day"},
}};

bool matches(std::string_view pattern, std::string_view model) {
    if (pattern.ends_with('*'))
        return model.starts_with(pattern.substr(0, pattern.size() - 1));
    return pattern == model;
}

} // namespace

std::string_view nameOf(Measure measure, Span span) {
    return names[static_cast<std::size_t>(measure)][static_cast<std::size_t>(span)];
}

std::string_view nameOf(Span span) {
    switch (span) {
    case Span::Minute:
        return "minute";
    case Span::Hour:
        return "hour";
    case Span::Day:
        break;
    }
    return "day";
}

std::string_view nameOf(Measure measure) {
    switch (measure) {
    case Measure::Requests:
        return "requests";
    case Measure::Tokens:
        return "tokens";
    case Measure::InputTokens:
        return "input tokens";
    case Measure::OutputTokens:
        break;
    }
    return "output tokens";
}

Limits limitsOf(const contract::LimitsSpec& spec) {
    Limits limits;
    limits.rates = {{
        {spec.requestsPerMinute, spec.requestsPerHour, spec.requestsPerDay},
        {spec.tokensPerMinute, spec.tokensPerHour, spec.tokensPerDay},
        {spec.inputTokensPerMinute, spec.inputTokensPerHour, spec.inputTokensPerDay},
        {spec.outputTokensPerMinute, spec.outputTokensPerHour, spec.outputTokensPerDay},
    }};
    limits.concurrent = spec.concurrent;
    return limits;
}

bool Access::mayUse(std::string_view model) const {
    return std::any_of(models.begin(), models.end(),
                       [model](const std::string& pattern) { return matches(pattern, model); });
}

bool Access::allowsEveryModel() const {
    return std::find(models.begin(), models.end(), "*") != models.end();
}

bool Access::mayComeFrom(const IpAddress& address) const {
    return !containsAddress(denyFrom, address) && (allowFrom.empty() || containsAddress(allowFrom, address));
}

std::vector<IpNetwork> networksOf(const std::vector<std::string>& texts) {
    std::vector<IpNetwork> networks;
    networks.reserve(texts.size());
    for (const auto& text : texts) {
        if (auto network = IpNetwork::parse(text))
            networks.push_back(*network);
    }
    return networks;
}

template <typename Spec>
Access accessOf(const Spec& spec) {
    Access access;
    access.models = spec.models;
    access.allowFrom = networksOf(spec.allowFrom);
    access.denyFrom = networksOf(spec.denyFrom);
    access.maxBody = spec.maxBody ? contract::parseSize(*spec.maxBody).value_or(0) : 0;
    access.maxOutputTokens = spec.maxOutputTokens;
    return access;
}
template Access accessOf(const contract::TeamSpec& spec);
template Access accessOf(const contract::AppSpec& spec);
template Access accessOf(const contract::KeySpec& spec);

} // namespace gatehouse::config
