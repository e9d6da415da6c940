// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_shape.h"

#include "core/base/text.h"
#include "core/dialects/forbidden_fields.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/other_models.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::dialects {
namespace {

using json::Item;
using json::Type;

constexpr std::size_t longestModel = 256;
constexpr std::size_t mostOtherModels = 100;
constexpr std::uint64_t mostTokens = 1'000'000'000;
constexpr std::string_view defaultModerationModel = "omni-moderation-latest";
constexpr std::size_t base64Sample = 96;

// A JSON number as a count, clamped: nothing for a negative one.
std::optional<std::uint64_t> countOf(std::string_view number, std::uint64_t most) {
    if (number.starts_with('-'))
        return std::nullopt;
    if (number.find_first_of(".eE") == std::string_view::npos)
        return std::min(parseUnsigned(number).value_or(most), most); // digits that do not fit are too many
    double value = 0;
    const auto [stop, code] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (code == std::errc::result_out_of_range)
        return number.find('-') == std::string_view::npos ? most : 0;
    return value >= static_cast<double>(most) ? most : static_cast<std::uint64_t>(value);
}

bool isWhole(std::string_view number) {
    return std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool isBase64Byte(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' ||
           c == '=' || c == '-' || c == '_';
}

// Encoded media rather than text: a data URL, or base64 where the dialects put it ("data", "file_data").
bool isMedia(std::string_view name, std::string_view text) {
    if (text.starts_with("data:"))
        return text.substr(0, 200).find(";base64,") != std::string_view::npos;
    if ((name != "data" && name != "file_data" && name != "bytes") || text.size() < base64Sample)
        return false;
    const auto sample = text.substr(0, base64Sample);
    return std::all_of(sample.begin(), sample.end(), isBase64Byte);
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool isImageType(std::string_view type) {
    return type == "image_url" || type == "image" || type == "input_image";
}

// Members that nearly every request has: no need to hold them against the forbidden ones.
bool isEverydayName(std::string_view name) {
    return name == "temperature" || name == "top_p" || name == "user" || name == "stop" || name == "system" ||
           name == "metadata" || name == "response_format" || name == "tool_choice" || name == "seed";
}

// Members of the Responses API that no other operation has.
bool isResponsesMember(std::string_view name) {
    return name == "input" || name == "max_output_tokens" || name == "previous_response_id" || name == "conversation";
}

} // namespace

RequestShape::RequestShape(Operation operation, std::string_view body, const ScanLimits& limits,
                           const RequestAddress& address)
    : m_operation(operation), m_body(body), m_limits(limits) {
    if (!address.model.empty()) {
        m_facts.model = address.model;
        m_facts.modelInAddress = m_modelSeen = true;
    }
    m_streamInAddress = address.stream.has_value();
    m_facts.stream = address.stream.value_or(isOllama()); // Ollama streams unless told not to
}

std::string_view RequestShape::textOf(const Item& item) const {
    const std::size_t quotes = item.type == Type::String ? 1 : 0;
    return m_body.substr(item.begin + quotes, item.end - item.begin - 2 * quotes);
}

std::string RequestShape::messageField(std::string_view member) const {
    return "messages[" + std::to_string(m_facts.messages - 1) + "]" + std::string(member);
}

void RequestShape::refuse(Error error) {
    if (!m_error)
        m_error = std::move(error);
}

void RequestShape::refuse(std::string field, std::string expected, const Item& item) {
    if (m_error)
        return;
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.found = json::describe(item.type);
    error.message = "The field \"" + field + "\" must be " + expected + "; found " + error.found + ".";
    error.field = std::move(field);
    error.expected = std::move(expected);
    m_error = std::move(error);
}

void RequestShape::value(std::size_t depth, std::string_view name, const Item& item) {
    if (isOllama() && name == "images" && item.type == Type::Array && m_imagesDepth == 0)
        m_imagesDepth = depth + 1;
    if (item.type == Type::String)
        countText(name, item);
    switch (depth) {
    case 0:
        if (item.type != Type::Object)
            refuse("(the body)", "an object", item);
        return;
    case 1:
        topLevel(name, item);
        return;
    case 2:
        secondLevel(name, item);
        return;
    case 3:
        if (m_member == Member::Messages && name == "role")
            readRole(item);
        return;
    case 5:
        if (isConverse() && m_member == Member::Messages && name == "image")
            m_facts.images = true;
        return;
    default:
        return;
    }
}

void RequestShape::countText(std::string_view name, const Item& item) {
    const auto text = textOf(item);
    if (m_imagesDepth > 0)
        m_facts.images = true;
    if (m_imagesDepth > 0 || isMedia(name, text)) {
        m_facts.mediaBytes += text.size();
        return;
    }
    m_facts.textBytes += text.size() - 3 * item.unicodeEscapes;
    if ((m_member == Member::Messages || m_member == Member::Items) && name == "type" && isImageType(text))
        m_facts.images = true;
    if (m_member == Member::Contents && gemini::isField(name, "mimeType") && text.starts_with("image/"))
        m_facts.images = true;
}

void RequestShape::topLevel(std::string_view name, const Item& item) {
    m_member = Member::Other;
    m_inTexts = m_inOptions = false;
    m_inPerson = name == "metadata" || name == "labels" || name == "requestMetadata";
    if (name == "user" || name == "safety_identifier")
        readUser(name == "user" ? 2 : 3, item);
    if (name == "model" && !m_facts.modelInAddress)
        readModel(item);
    else if (name == "messages" && isChat())
        beginMessages(item);
    else if (name == "stream" && !m_streamInAddress)
        readStream(item);
    else if (name == "max_tokens" || name == "max_completion_tokens")
        readMaxTokens(name, item);
    else if ((name == "n" || name == "best_of") && hasChoices())
        readChoices(name, item);
    else if (name == "tools" || name == "functions")
        m_member = Member::Tools;
    else if ((isConverse() || isInvoke()) && readBedrockMember(name, item))
        return;
    else if (isGemini() && readGeminiMember(name, item))
        return;
    else if (readNativeMember(name, item))
        return;
    else if (m_operation == Operation::Responses && isResponsesMember(name))
        readResponsesMember(name, item);
    else if ((name == "input" && (m_operation == Operation::Embeddings || m_operation == Operation::Moderations)) ||
             (name == "prompt" && m_operation == Operation::Completions))
        beginInput(name, item);
    else if (name == "stream_format" && m_operation == Operation::Speech)
        readStreamFormat(item);
    else if ((name == "input" && m_operation == Operation::Speech) ||
             (name == "prompt" && m_operation == Operation::Images))
        readPlainInput(name, item);
    else if (namesOtherModels(name))
        beginOtherModels(item);
    else if (name == "stream_options" && hasStreamOptions()) {
        m_member = Member::StreamOptions;
        if (item.type != Type::Object && item.type != Type::Null)
            refuse("stream_options", "an object", item);
        else if (item.type == Type::Null)
            m_facts.streamOptions = Span{item.begin, item.end - item.begin};
    } else if (!isEverydayName(name) && isForbiddenField(name)) {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "forbidden_field";
        error.field = json::presentable(name, 100);
        error.expected = "no field that names a host, a credential or headers";
        error.found = json::describe(item.type);
        error.message = "The field \"" + error.field +
                        "\" is refused: where a call goes and whose key it uses is the gateway's configuration, not "
                        "the request's. Remove it.";
        refuse(std::move(error));
    }
}

void RequestShape::readModel(const Item& item) {
    m_modelSeen = item.type != Type::Null;
    if (item.type != Type::String && m_modelSeen)
        return refuse("model", "a string", item);
    m_facts.modelValue = {item.begin, item.end - item.begin};
    if (!m_modelSeen)
        return;
    json::appendDecoded(m_facts.model, textOf(item));
    if (m_facts.model.empty()) {
        m_modelSeen = false;
        return;
    }
    const bool odd = item.escaped && !isValidUtf8(m_facts.model);
    if (odd || m_facts.model.size() > longestModel ||
        std::any_of(m_facts.model.begin(), m_facts.model.end(), isControl)) {
        refuse("model", "a string of at most 256 bytes without control characters", item);
        m_facts.model.clear();
    }
}

// Whoever cannot be read is nobody: the provider judges the field.
void RequestShape::readUser(int rank, const Item& item) {
    constexpr std::size_t longestUser = 256;
    if (item.type != Type::String || rank < m_userRank)
        return;
    std::string user;
    json::appendDecoded(user, textOf(item).substr(0, 6 * longestUser));
    if (user.empty())
        return;
    user.resize(std::min(user.size(), longestUser));
    m_facts.user = std::move(user);
    m_userRank = rank;
}

void RequestShape::readStream(const Item& item) {
    if (item.type != Type::Boolean && item.type != Type::Null)
        return refuse("stream", "true or false", item);
    if (canStream() && !(isOllama() && item.type == Type::Null))
        m_facts.stream = item.type == Type::Boolean && m_body[item.begin] == 't';
}

// OpenAI's speech: "sse" or "audio".
void RequestShape::readStreamFormat(const Item& item) {
    if (item.type != Type::String && item.type != Type::Null)
        return refuse("stream_format", "\"sse\" or \"audio\"", item);
    m_facts.stream = item.type == Type::String && textOf(item) == "sse";
}

void RequestShape::readPlainInput(std::string_view name, const Item& item) {
    m_inputSeen = true;
    if (item.type != Type::String)
        refuse(std::string(name), "a string", item);
}

void RequestShape::beginOtherModels(const Item& item) {
    m_member = Member::OtherModels;
    if (item.type == Type::String)
        readOtherModel(item);
    else if (item.type != Type::Array && item.type != Type::Null)
        m_facts.otherModelsUnclear = true;
}

void RequestShape::readOtherModel(const Item& item) {
    std::string name;
    if (item.type == Type::String)
        json::appendDecoded(name, textOf(item));
    if (name.empty() || name.size() > longestModel || m_facts.otherModels.size() == mostOtherModels)
        m_facts.otherModelsUnclear = true;
    else
        m_facts.otherModels.push_back(std::move(name));
}

void RequestShape::readMaxTokens(std::string_view name, const Item& item) {
    if (item.type == Type::Null && !isAnthropic()) {
        m_facts.noOutputLimit = Span{item.begin, item.end - item.begin};
        return;
    }
    if (item.type != Type::Number)
        return refuse(std::string(name), "a number", item);
    m_maxTokensSeen = m_maxTokensSeen || name == "max_tokens";
    if (const auto count = countOf(textOf(item), mostTokens))
        m_facts.maxOutputTokens = std::max(m_facts.maxOutputTokens.value_or(0), *count);
    else
        m_facts.noOutputLimit = Span{item.begin, item.end - item.begin};
}

void RequestShape::readChoices(std::string_view name, const Item& item) {
    if (item.type == Type::Null)
        return;
    const std::string expected = "a whole number from 1 to " + std::to_string(m_limits.choices);
    if (item.type != Type::Number)
        return refuse(std::string(name), expected, item);
    const auto number = textOf(item);
    const auto count = countOf(number, m_limits.choices + 1).value_or(0);
    if (!isWhole(number) || count < 1 || count > m_limits.choices) {
        refuse(std::string(name), expected, item);
        if (m_error->field == name)
            m_error->found = json::presentable(number, 40);
        return;
    }
    m_facts.choices = std::max(m_facts.choices, count);
}

void RequestShape::beginMessages(const Item& item) {
    m_member = Member::Messages;
    m_messagesSeen = true;
    if (item.type != Type::Array)
        refuse("messages", "an array of messages", item);
}

void RequestShape::beginInput(std::string_view name, const Item& item) {
    m_member = name == "input" ? Member::Input : Member::Prompt;
    // Completions take null for their default prompt.
    m_inputSeen = true;
    const bool null = item.type == Type::Null && m_operation == Operation::Completions;
    if (item.type != Type::String && item.type != Type::Array && !null)
        refuse(std::string(name), "a string or an array", item);
}

void RequestShape::secondLevel(std::string_view name, const Item& item) {
    if (m_inTexts)
        ++m_texts;
    if (m_inPerson && (name == "user_id" || name == "user"))
        readUser(1, item);
    if (m_inOptions && name == "num_predict")
        readMaxTokens(name, item);
    switch (m_member) {
    case Member::Messages:
        beginMessage(item);
        return;
    case Member::StreamOptions:
        if (name == "include_usage")
            readIncludeUsage(item);
        return;
    case Member::Items:
        beginItem(item);
        return;
    case Member::Conversation:
        if (name == "id")
            readState(m_facts.conversation, "conversation.id", item);
        return;
    case Member::Input:
    case Member::Prompt:
        if (m_elements++ == 0)
            m_firstElement = item.type;
        return;
    case Member::Tools:
        m_facts.tools = true;
        return;
    case Member::Contents:
        beginContents(item);
        return;
    case Member::GenerationConfig:
        readGenerationConfig(name, item);
        return;
    case Member::Requests:
        m_facts.inputs = ++m_elements;
        return;
    case Member::Limits:
        if (name == "maxTokens" || name == "max_new_tokens" || name == "maxTokenCount")
            readMaxTokens(name, item);
        return;
    case Member::OtherModels:
        readOtherModel(item);
        return;
    case Member::Other:
        return;
    }
}

void RequestShape::beginMessage(const Item& item) {
    ++m_facts.messages;
    m_roleSeen = false;
    if (item.type != Type::Object)
        return refuse(messageField(""), "an object", item);
    if (m_facts.messages == m_limits.messages + 1)
        refuseTooMany("messages", "messages");
}

void RequestShape::refuseTooMany(std::string field, std::string what) {
    Error error;
    error.kind = ErrorKind::TooLarge;
    error.code = "too_many_messages";
    error.expected = "at most " + std::to_string(m_limits.messages) + " " + what;
    error.message = "The request holds more than " + std::to_string(m_limits.messages) + " " + what + ". Send fewer.";
    error.field = std::move(field);
    refuse(std::move(error));
}

void RequestShape::readRole(const Item& item) {
    m_roleSeen = true;
    if (item.type != Type::String)
        refuse(messageField(".role"), "a string", item);
}

void RequestShape::readIncludeUsage(const Item& item) {
    if (item.type != Type::Boolean && item.type != Type::Null)
        return refuse("stream_options.include_usage", "true or false", item);
    m_facts.includeUsage = Span{item.begin, item.end - item.begin};
    m_facts.usageAsked = item.type == Type::Boolean && m_body[item.begin] == 't';
}

void RequestShape::close(std::size_t depth, const Item& item) {
    if (depth == 0) {
        m_facts.topLevelEnd = item.end - 1;
        return;
    }
    if (m_imagesDepth == depth + 1)
        m_imagesDepth = 0;
    if (depth == 2 && m_member == Member::Messages && item.type == Type::Object && !m_roleSeen) {
        Item missing;
        missing.type = Type::Null;
        refuse(messageField(".role"), "a string", missing);
    }
    if (depth != 1)
        return;
    if (item.type == Type::Object && (m_inOptions || m_member == Member::GenerationConfig || m_member == Member::Limits))
        m_facts.limitsBegin = item.begin;
    if (m_member == Member::StreamOptions && item.type == Type::Object)
        m_facts.streamOptions = Span{item.begin, item.end - item.begin};
    else if (m_member == Member::Messages && item.type == Type::Array && m_facts.messages == 0 && !isOllama())
        refuse("messages", "an array with at least one message", item);
    else if ((m_member == Member::Input || m_member == Member::Prompt) && item.type == Type::Array)
        closeInput();
    else if (m_inTexts)
        closeTexts(item);
    m_member = Member::Other;
    m_inTexts = m_inOptions = m_inPerson = false;
}

// An array of numbers is one input, given as tokens; so is a moderation's array of parts.
void RequestShape::closeInput() {
    if (m_elements == 0) {
        Item empty;
        empty.type = Type::Array;
        refuse(m_member == Member::Input ? "input" : "prompt", "a string or an array that is not empty", empty);
        return;
    }
    const bool one =
        m_firstElement == Type::Number || (m_firstElement == Type::Object && m_operation == Operation::Moderations);
    m_facts.inputs = one ? 1 : m_elements;
}

// True when something that must be there is not: then the fault is noted.
bool RequestShape::refuseMissing() {
    const auto missing = [this](std::string code, std::string field, std::string what) {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = std::move(code);
        error.message = "The request has no \"" + field + "\". Add " + what + ".";
        error.field = std::move(field);
        error.expected = std::move(what);
        error.found = "nothing";
        refuse(std::move(error));
        return true;
    };
    if (!m_modelSeen && m_operation != Operation::Moderations)
        return missing("model_missing", "model", "the name of a model");
    // Converse may name a prompt kept by the service, Ollama may be asked to load a model.
    if (isChat() && !m_messagesSeen && !isConverse() && !isOllama())
        return missing("invalid_request", "messages", "an array of messages");
    if ((m_operation == Operation::GenerateContent || m_operation == Operation::GeminiCountTokens) && !m_messagesSeen)
        return missing("invalid_request", "contents", "an array of contents");
    if (m_operation == Operation::EmbedContent && !m_inputSeen)
        return missing("invalid_request", "content", "a content with parts");
    if (m_operation == Operation::BatchEmbedContents && !m_inputSeen)
        return missing("invalid_request", "requests", "an array of requests");
    if ((m_operation == Operation::Messages || m_operation == Operation::RawPredict) && !m_maxTokensSeen)
        return missing("invalid_request", "max_tokens", "a number");
    if (m_operation == Operation::Completions && !m_inputSeen)
        return missing("invalid_request", "prompt", "a string or an array");
    if (m_operation == Operation::Images && !m_inputSeen)
        return missing("invalid_request", "prompt", "a string");
    if (m_operation == Operation::Speech && !m_inputSeen)
        return missing("invalid_request", "input", "a string");
    if ((m_operation == Operation::Embeddings || m_operation == Operation::Moderations) && !m_inputSeen)
        return missing("invalid_request", "input", "a string or an array");
    return false;
}

Result<RequestFacts> RequestShape::take() {
    if (m_error || refuseMissing())
        return tl::unexpected(std::move(*m_error));
    if (!m_modelSeen)
        m_facts.model = defaultModerationModel;
    return std::move(m_facts);
}

} // namespace gatehouse::dialects
