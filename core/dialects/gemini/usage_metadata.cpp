// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/usage_metadata.h"

#include "core/dialects/gemini/fields.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

std::int64_t atLeastNone(const std::optional<std::int64_t>& value) {
    return std::max<std::int64_t>(value.value_or(0), 0);
}

std::optional<std::int64_t>* numberNamed(UsageMetadata& usage, std::string_view name) {
    if (isField(name, "promptTokenCount"))
        return &usage.prompt;
    if (isField(name, "candidatesTokenCount"))
        return &usage.candidates;
    if (isField(name, "thoughtsTokenCount"))
        return &usage.thoughts;
    if (isField(name, "toolUsePromptTokenCount"))
        return &usage.toolPrompt;
    if (isField(name, "cachedContentTokenCount"))
        return &usage.cached;
    return isField(name, "totalTokenCount") ? &usage.total : nullptr;
}

} // namespace

bool UsageMetadata::read(json::JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return false;
    while (at.nextMember(name)) {
        auto* const number = numberNamed(*this, name);
        if (number != nullptr)
            *number = at.integer();
        else
            at.skip();
    }
    return prompt || candidates || total;
}

Usage UsageMetadata::disjoint() const {
    std::int64_t in = atLeastNone(prompt) + atLeastNone(toolPrompt);
    std::int64_t out = atLeastNone(candidates) + atLeastNone(thoughts);
    if (!prompt && total)
        in = std::max<std::int64_t>(*total - out, 0);
    // What the total holds beyond its parts was thought.
    const std::int64_t missing = std::max<std::int64_t>(atLeastNone(total) - in - out, 0);
    out += missing;
    Usage usage;
    usage.cachedInput = std::min(atLeastNone(cached), in);
    usage.input = in - usage.cachedInput;
    usage.output = out;
    usage.reasoning = atLeastNone(thoughts) + missing;
    return usage;
}

void writeUsageMembers(const Usage& usage, json::Writer& out) {
    out.number("promptTokenCount", usage.prompt());
    out.number("candidatesTokenCount", usage.output - usage.reasoning);
    if (usage.cachedInput > 0)
        out.number("cachedContentTokenCount", usage.cachedInput);
    if (usage.reasoning > 0)
        out.number("thoughtsTokenCount", usage.reasoning);
    out.number("totalTokenCount", usage.prompt() + usage.output);
}

} // namespace gatehouse::dialects::gemini
