// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// A stretch of the body's bytes.
struct Span {
    std::size_t offset = 0;
    std::size_t length = 0;
};

// What the gateway must know of a request body before it decides: found in one strict pass, without building a tree.
struct RequestFacts {
    std::string model;           // decoded
    Span modelValue;             // the JSON string with its quotes: what a pass-through replaces
    bool modelInAddress = false; // then the body has no place for it
    bool stream = false;
    bool usageAsked = false;           // OpenAI: stream_options.include_usage is true
    std::optional<Span> streamOptions; // the whole value of "stream_options", when present
    std::optional<Span> includeUsage;  // the value of "include_usage" in it, when present
    // max_completion_tokens, max_tokens: the largest named, at most 10^9. Absent also where the number is negative.
    std::optional<std::uint64_t> maxOutputTokens;
    // Where the body says that it has no such limit (null, or a negative number), and where the object begins that
    // would hold it (generationConfig, inferenceConfig, options).
    std::optional<Span> noOutputLimit;
    std::optional<std::size_t> limitsBegin;
    // Whom the caller asks for, at most 256 bytes: safety_identifier, user, metadata.user_id, labels.user, the first of
    // these that is there.
    std::string user;
    std::uint64_t choices = 1; // OpenAI "n" or "best_of", the larger: what is made and billed
    // What fields such as OpenRouter's "models" name beside "model": the provider may choose any of them. Unclear: such
    // a field holds something else than names.
    std::vector<std::string> otherModels;
    bool otherModelsUnclear = false;
    // Bytes of all string values, an escaped character counted as three: the base of token estimates. Without
    // base64 media (mediaBytes): their price does not grow with their bytes.
    std::size_t textBytes = 0;
    std::size_t mediaBytes = 0;  // data URLs and base64 of images, sound and files; files of a form
    std::size_t files = 0;       // of a form
    std::size_t messages = 0;    // chat: elements of "messages"
    std::size_t topLevelEnd = 0; // offset of the closing brace: where a field can be added
    std::size_t inputs = 1;      // embeddings, moderations, completions: inputs or prompts
    bool tools = false;
    bool images = false;
    // Responses: what leans on a state that one deployment keeps; empty: nothing.
    std::string previousResponse; // previous_response_id
    std::string conversation;     // conversation, or conversation.id
};

// What the address said before the body was read, in dialects whose requests name the model or the stream there.
struct RequestAddress {
    std::string_view model;     // decoded; empty: the body names it
    std::optional<bool> stream; // nothing: the body says so
};

struct ScanLimits {
    std::size_t depth = 64;
    std::size_t messages = 100'000;
    std::uint64_t choices = 128;
};

// Strict: one JSON object, valid UTF-8, no duplicate names at any depth, nesting within limits, nothing behind it, the
// shapes that the operation needs (model, messages/prompt/input of the right types), no field that names a host or a
// key (api_base, base_url, api_key, custom_host, … at top level). Errors: Invalid with code invalid_json,
// duplicate_name, too_deep, invalid_request (field, expected and found are filled), forbidden_field, model_missing;
// TooLarge with code too_many_messages. A body that is not JSON is told so before anything about its shape.
// Lone surrogates and numbers of any size pass as they are: they are never re-encoded. A moderation without a model
// asks for "omni-moderation-latest", OpenAI's default; modelValue is then its null, or empty. Speech streams events
// where "stream_format" is "sse".
Result<RequestFacts> scanRequest(Operation operation, std::string_view body, const ScanLimits& limits = {},
                                 const RequestAddress& address = {});

// Replaces stretches of the body: pieces that together are the edited body, views of body and of the edits.
struct Edit {
    Span where; // length 0 inserts
    std::string text;
};
// The edits may stand in any order and must not overlap; insertions at one place are made in their order.
std::vector<std::string_view> applyEdits(std::string_view body, const std::vector<Edit>& edits);

// The edits of a form (FormScan): its model name.
std::vector<Edit> formEdits(const RequestFacts& facts, std::string_view providerModel);

// The least edits that make a request fit for a provider of the same dialect: its model name and, for an OpenAI stream
// whose client did not ask, stream_options.include_usage.
std::vector<Edit> passThroughEdits(const RequestFacts& facts, Dialect dialect, Operation operation,
                                   std::string_view body, std::string_view providerModel, bool askForUsage);

} // namespace gatehouse::dialects
