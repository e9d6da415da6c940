// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/usage_numbers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;

std::int64_t notNegative(std::optional<std::int64_t> value) {
    return std::max<std::int64_t>(value.value_or(0), 0);
}

// Several names for one number: servers that send two of them send the same, or 0 in one.
void raise(std::int64_t& number, JsonCursor& at) {
    number = std::max(number, notNegative(at.integer()));
}

void take(std::optional<std::int64_t>& number, JsonCursor& at) {
    if (const auto value = at.integer())
        number = notNegative(value);
}

void readPromptDetails(OpenAiUsage& usage, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "cached_tokens")
            raise(usage.cached, at);
        else if (name == "cache_write_tokens")
            raise(usage.cacheWrite, at);
        else if (name == "audio_tokens")
            raise(usage.promptAudio, at);
        else if (name == "image_tokens")
            raise(usage.promptImage, at);
        else
            at.skip();
    }
}

void readCompletionDetails(OpenAiUsage& usage, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "reasoning_tokens") {
            raise(usage.reasoning, at);
        } else if (name == "text_tokens") {
            usage.completionDetailed = true;
            raise(usage.completionText, at);
        } else {
            at.skip();
        }
    }
}

void readNumber(OpenAiUsage& usage, std::string_view name, JsonCursor& at) {
    if (name == "prompt_tokens" || name == "input_tokens")
        take(usage.prompt, at);
    else if (name == "completion_tokens" || name == "output_tokens")
        take(usage.completion, at);
    else if (name == "total_tokens")
        take(usage.total, at);
    else if (name == "prompt_tokens_details" || name == "prompt_token_details" || name == "input_tokens_details" ||
             name == "input_token_details")
        readPromptDetails(usage, at);
    else if (name == "completion_tokens_details" || name == "output_tokens_details")
        readCompletionDetails(usage, at);
    else if (name == "prompt_cache_hit_tokens" || name == "num_cached_tokens" || name == "cached_tokens")
        raise(usage.cached, at);
    else if (name == "reasoning_tokens")
        raise(usage.reasoning, at);
    else if (name == "seconds")
        usage.millis = millisOf(at.raw());
    else
        at.skip();
}

void readCacheCreation(AnthropicUsage& usage, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "ephemeral_5m_input_tokens")
            take(usage.cacheCreationShort, at);
        else if (name == "ephemeral_1h_input_tokens")
            take(usage.cacheCreationLong, at);
        else
            at.skip();
    }
}

void readOutputDetails(AnthropicUsage& usage, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "thinking_tokens")
            take(usage.thinking, at);
        else
            at.skip();
    }
}

void overwrite(std::optional<std::int64_t>& number, const std::optional<std::int64_t>& later) {
    if (later)
        number = later;
}

} // namespace

std::optional<std::int64_t> millisOf(std::string_view seconds) {
    double value = 0;
    const auto [end, code] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (code != std::errc() || value < 0 || value > 1e9)
        return std::nullopt;
    return static_cast<std::int64_t>(value * 1000.0 + 0.5);
}

bool OpenAiUsage::read(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return false;
    while (at.nextMember(name))
        readNumber(*this, name, at);
    return prompt || completion || total;
}

Usage OpenAiUsage::disjoint() const {
    std::int64_t in = notNegative(prompt);
    std::int64_t out = notNegative(completion);
    if (!prompt && total)
        in = std::max<std::int64_t>(*total - out, 0);
    const std::int64_t missing = notNegative(total) - in - out;
    if (missing > 0 && missing == promptAudio && missing != reasoning)
        in += missing;
    else if (missing > 0)
        out += missing;
    Usage usage;
    usage.cachedInput = std::min(cached, in);
    usage.cacheWrite = std::min(cacheWrite, in - usage.cachedInput);
    usage.input = in - usage.cachedInput - usage.cacheWrite;
    usage.output = out;
    usage.reasoning = std::min(reasoning, out);
    return usage;
}

bool AnthropicUsage::read(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return false;
    while (at.nextMember(name)) {
        if (name == "input_tokens")
            take(input, at);
        else if (name == "output_tokens")
            take(output, at);
        else if (name == "cache_read_input_tokens")
            take(cacheRead, at);
        else if (name == "cache_creation_input_tokens")
            take(cacheCreation, at);
        else if (name == "cache_creation")
            readCacheCreation(*this, at);
        else if (name == "output_tokens_details")
            readOutputDetails(*this, at);
        else
            at.skip();
    }
    return any();
}

void AnthropicUsage::merge(const AnthropicUsage& later) {
    overwrite(input, later.input);
    overwrite(output, later.output);
    overwrite(cacheRead, later.cacheRead);
    overwrite(cacheCreation, later.cacheCreation);
    overwrite(cacheCreationShort, later.cacheCreationShort);
    overwrite(cacheCreationLong, later.cacheCreationLong);
    overwrite(thinking, later.thinking);
}

Usage AnthropicUsage::disjoint() const {
    Usage usage;
    usage.input = notNegative(input);
    usage.cachedInput = notNegative(cacheRead);
    usage.cacheWriteLong = notNegative(cacheCreationLong);
    if (cacheCreation) {
        // The sum is what is billed; a split that exceeds it is cut down.
        usage.cacheWriteLong = std::min(usage.cacheWriteLong, *cacheCreation);
        usage.cacheWrite = *cacheCreation - usage.cacheWriteLong;
    } else {
        usage.cacheWrite = notNegative(cacheCreationShort);
    }
    usage.output = notNegative(output);
    usage.reasoning = std::min(notNegative(thinking), usage.output);
    return usage;
}

} // namespace gatehouse::dialects
