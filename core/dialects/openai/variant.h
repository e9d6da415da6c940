// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/losses.h"
#include "core/dialects/request_scan.h"

#include <span>
#include <string_view>
#include <vector>

// Where a vendor's Chat Completions differ from OpenAI's: data, not code. What a vendor refuses, or takes and silently
// ignores, is put right in the body before it is sent, and told as a loss where something is lost.
namespace gatehouse::dialects::openai {

struct FieldRule {
    std::string_view field;
    std::string_view name = {}; // the vendor's name of it; empty: it has none
    bool implied = false;       // left out without loss: the vendor does so anyway
};

struct Variant {
    std::string_view vendor;
    std::span<const FieldRule> rules;
    std::span<const std::string_view> known = {}; // not empty: every other field is refused there
    bool systemForDeveloper = false;              // has no role "developer"
    bool namelessMessages = false;                // takes no "name" of a message
    bool nineCharacterIds = false;                // ids of tool calls: nine letters and digits

    // The usage comes with every stream: stream_options need not be sent.
    bool tellsUsageUnasked() const;
};

// By the provider's catalogue id, else by its host; null: a vendor without differences, or one that nobody knows.
const Variant* variantOf(std::string_view preset, std::string_view host);

// The edits that make a body of OpenAI's one of that vendor's. The body has been read strictly before.
std::vector<Edit> variantEdits(const Variant& variant, std::string_view body, Losses& losses);

} // namespace gatehouse::dialects::openai
