// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/losses.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What codecs share: how a field is called in the client's dialect, ids that fit, data URLs, thinking in words and in
// tokens. No state.
namespace gatehouse::dialects {

// Fields whose names differ between dialects, or that some dialects lack.
enum class Field {
    Cache,
    Choices,
    Effort,
    Format,
    FormatDescription,
    FormatName,
    FormatStrict,
    FrequencyPenalty,
    Metadata,
    ParallelTools,
    PresencePenalty,
    Seed,
    ServiceTier,
    Stop,
    Temperature,
    Thinking,
    ThinkingDisplay,
    ToolChoice,
    Tools,
    TopK,
    TopP,
    User,
};
std::string_view fieldName(Dialect dialect, Field field);

// Where the message, or a part of it, stands in the body of a client of that dialect: "messages[2].content[0]".
std::string pathOf(Dialect dialect, const Message& message);
std::string pathOf(Dialect dialect, const Message& message, const Part& part);
std::string toolPath(const Tool& tool);

// Adds a loss. The list is cut at 200: a body of a hundred thousand odd messages shall not make as many notes.
void addLoss(Losses& losses, std::string field, LossKind kind, std::string detail);
// A field that the target has no place for: a Dropped loss, unless its value says nothing (null, false, empty).
void dropUnknown(Losses& losses, const UnknownFields& fields, Dialect target, std::string_view path);

// The id itself where it fits the alphabet and length, else one made of its digest: the same over all turns.
enum class IdAlphabet { Anthropic, OpenAi };
std::string fittingToolId(std::string_view id, IdAlphabet alphabet);
// An id for a call that came without: the same whenever the same seed (answer and place) is read.
std::string madeToolId(std::string_view seed);

// The JSON object of a call's arguments: "{}" for none ("", "null"); nullopt when the text is no JSON object.
std::optional<RawJson> argumentsObject(std::string_view text);

struct DataUrl {
    std::string_view mediaType; // may be empty
    std::string_view data;      // base64
};
std::optional<DataUrl> parseDataUrl(std::string_view url); // only base64 ones
std::optional<std::string> decodeBase64(std::string_view text);

bool isHttpUrl(std::string_view url);
bool isBlankText(std::string_view text);

// Tokens of thought that an effort word stands for, and back. 0: none.
std::int64_t budgetFor(std::string_view effort);
std::string_view effortFor(std::int64_t budget);

std::optional<std::int64_t> integerOf(const NumberText& number);
std::optional<double> realOf(const NumberText& number);

} // namespace gatehouse::dialects
