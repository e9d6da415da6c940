// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"
#include "core/dialects/usage.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

// The neutral conversation: what every dialect is read into and written from. Plain values without behaviour; they
// live on the thread of the call. Where dialects differ, the model holds the richer form; a codec that cannot say a
// thing reports a Loss. Numbers of clients are kept as the text they came as.
namespace gatehouse::dialects {

// Valid JSON text in UTF-8 without blanks between its tokens.
using RawJson = std::string;
// A JSON number as it was written: "0.70", "18446744073709551616".
using NumberText = std::string;

// Long text (an image, a document) that is a view of the body where that holds it without escapes, else its own. The
// body must outlive a conversation that was read from it.
class BodyText {
public:
    BodyText() = default;
    static BodyText viewing(std::string_view text) { return BodyText{text}; }
    static BodyText owning(std::string text) { return BodyText{std::move(text)}; }
    std::string_view view() const {
        if (const auto* text = std::get_if<std::string>(&m_text))
            return *text;
        return std::get<std::string_view>(m_text);
    }
    bool empty() const { return view().empty(); }
    bool operator==(const BodyText& other) const { return view() == other.view(); }

private:
    explicit BodyText(std::string_view text) : m_text(text) {}
    explicit BodyText(std::string text) : m_text(std::move(text)) {}
    std::variant<std::string_view, std::string> m_text;
};

// A field that the model has no place for. Only a codec of the same dialect writes it again.
struct UnknownField {
    Dialect dialect = Dialect::OpenAi;
    std::string name;
    RawJson value;
    bool operator==(const UnknownField&) const = default;
};
using UnknownFields = std::vector<UnknownField>;

// "Keep the prompt up to here in the provider's cache." lifetime is the dialect's word ("5m", "1h") or empty.
struct CacheMark {
    std::string lifetime;
    bool operator==(const CacheMark&) const = default;
};

// Where a text comes from.
struct Citation {
    std::string url;
    std::string title;
    std::string citedText;
    std::optional<std::int64_t> start; // of the text that leans on the source, in the dialect's units
    std::optional<std::int64_t> end;
    Dialect dialect = Dialect::OpenAi; // of raw
    RawJson raw;                       // the whole object as it came
    bool operator==(const Citation&) const = default;
};

struct TextPart {
    std::string text;
    std::vector<Citation> citations;
    bool operator==(const TextPart&) const = default;
};

enum class MediaKind { Image, Audio, Video, Document };
enum class MediaSource {
    Url,    // data is an http(s), gs or s3 address
    Base64, // data is base64 without the "data:" prefix
    FileId, // data names a file that the provider keeps
    Text,   // data is plain text (a document in words)
};

struct MediaPart {
    MediaKind kind = MediaKind::Image;
    MediaSource source = MediaSource::Url;
    std::string mediaType; // "image/png"; may be empty with Url and FileId
    BodyText data;
    std::string name;       // file name or title
    std::string context;    // Anthropic: words about a document
    std::string detail;     // OpenAI: "low", "high", "auto"
    bool citations = false; // Anthropic: the answer shall cite this document
    bool operator==(const MediaPart&) const = default;
};

enum class ToolInput {
    Object, // arguments is the JSON text of an object, "{}" when there are none
    Text,   // free text of a custom tool
};

struct ToolUsePart {
    std::string id; // never empty: readers make one that stays the same over the turns
    std::string name;
    std::string arguments = "{}";
    ToolInput input = ToolInput::Object;
    std::string signature; // Gemini: thoughtSignature of the call
    bool operator==(const ToolUsePart&) const = default;
};

struct Part;

struct ToolResultPart {
    std::string id;
    std::string name; // where the dialect tells it (Gemini, legacy functions)
    std::vector<Part> parts;
    bool isError = false;
    bool operator==(const ToolResultPart&) const;
};

// Thoughts of a model. A signature or encrypted data goes back to its vendor byte for byte, and to no other.
struct ReasoningPart {
    std::string text;
    std::string signature;
    std::string encrypted;             // redacted or encrypted thoughts: then text is empty or a summary
    std::string id;                    // of the item, in dialects that name it
    std::string format;                // OpenRouter: "anthropic-claude-v1"
    bool summary = false;              // text is a summary
    Dialect dialect = Dialect::OpenAi; // whose signature it is
    bool operator==(const ReasoningPart&) const = default;
};

struct RefusalPart {
    std::string text;
    bool operator==(const RefusalPart&) const = default;
};

// A part that only its own dialect understands: calls and results of tools that the provider runs itself, and what
// will be invented.
struct UnknownPart {
    Dialect dialect = Dialect::OpenAi;
    std::string type;
    RawJson value;
    bool operator==(const UnknownPart&) const = default;
};

using PartContent =
    std::variant<TextPart, MediaPart, ToolUsePart, ToolResultPart, ReasoningPart, RefusalPart, UnknownPart>;

struct Part {
    PartContent content;
    std::optional<CacheMark> cache;
    UnknownFields unknown;
    int at = -1; // index in the client's content; -1: the content was a plain string
    bool operator==(const Part&) const = default;
};

inline bool ToolResultPart::operator==(const ToolResultPart& other) const {
    return id == other.id && name == other.name && parts == other.parts && isError == other.isError;
}

// System and Developer may stand anywhere; a dialect with one system prompt gets them joined. The results of one turn
// of parallel calls may be one Tool message or several in a row.
enum class Role { System, Developer, User, Assistant, Tool };

struct Message {
    Role role = Role::User;
    std::vector<Part> parts;
    std::string name; // OpenAI: who of several speakers
    UnknownFields unknown;
    int at = -1; // index in the client's messages; -1: the system prompt at the top
    bool operator==(const Message&) const = default;
};

enum class ToolKind {
    Function,
    Custom,  // OpenAI: takes free text instead of an object
    BuiltIn, // run by the provider: only "raw" says what it is
};

struct Tool {
    ToolKind kind = ToolKind::Function;
    std::string name;
    std::string description;
    RawJson schema; // empty: none given, which means an object without properties
    std::optional<bool> strict;
    std::optional<CacheMark> cache;
    Dialect dialect = Dialect::OpenAi; // of raw
    RawJson raw;                       // BuiltIn and Custom: the definition as it came
    UnknownFields unknown;
    int at = -1;
    bool operator==(const Tool&) const = default;
};

enum class ToolChoiceMode { Auto, Required, None, Named };

struct ToolChoice {
    ToolChoiceMode mode = ToolChoiceMode::Auto;
    std::string name;                 // Named
    std::vector<std::string> allowed; // not empty: only these tools may be called
    bool operator==(const ToolChoice&) const = default;
};

// Number texts, so that 0.70 stays 0.70.
struct Sampling {
    std::optional<NumberText> temperature;
    std::optional<NumberText> topP;
    std::optional<NumberText> topK;
    std::optional<NumberText> seed;
    std::optional<NumberText> frequencyPenalty;
    std::optional<NumberText> presencePenalty;
    bool operator==(const Sampling&) const = default;
};

enum class FormatKind { Text, JsonObject, JsonSchema };

struct ResponseFormat {
    FormatKind kind = FormatKind::Text;
    std::string name;
    std::string description;
    RawJson schema;
    std::optional<bool> strict;
    bool operator==(const ResponseFormat&) const = default;
};

enum class ThinkingMode { Unsaid, Disabled, Enabled, Adaptive };

// How much the model shall think: some dialects say it in words, some in tokens, some in both.
struct ReasoningWish {
    ThinkingMode mode = ThinkingMode::Unsaid;
    std::string effort;               // "none", "minimal", "low", "medium", "high", "xhigh", "max"
    std::optional<NumberText> budget; // tokens
    std::string display;              // how thoughts are shown: "summarized", "omitted", "detailed"
    bool operator==(const ReasoningWish&) const = default;
};

struct ChatRequest {
    Dialect dialect = Dialect::OpenAi; // that the client wrote it in
    std::string model;                 // the caller replaces it with the provider's name
    std::vector<Message> messages;     // the system prompt first, where the dialect has it apart
    std::vector<Tool> tools;
    std::optional<ToolChoice> toolChoice;
    std::optional<bool> parallelToolCalls;
    Sampling sampling;
    std::optional<NumberText> maxOutputTokens;
    bool limitHoldsReasoning = false; // OpenAI: it was named max_completion_tokens
    // For a dialect that must be told a limit when the client told none.
    std::int64_t maxOutputTokensDefault = 4096;
    std::vector<std::string> stopSequences;
    std::optional<ResponseFormat> format;
    ReasoningWish reasoning;
    std::optional<NumberText> choices; // OpenAI: n
    std::string user;                  // an opaque name of the end user
    RawJson metadata;                  // OpenAI: the whole object
    std::string serviceTier;           // the dialect's word
    std::optional<CacheMark> cache;    // Anthropic: cache_control at the top
    bool stream = false;
    bool usageAsked = false; // OpenAI: stream_options.include_usage
    UnknownFields unknown;
    bool operator==(const ChatRequest&) const = default;
};

struct AnswerChoice {
    std::vector<Part> parts;
    StopReason stop = StopReason::None;
    std::string stopSequence; // the one that matched, where the dialect tells
    std::string stopWord;     // the dialect's own word, for Other
    bool operator==(const AnswerChoice&) const = default;
};

struct ChatAnswer {
    std::string id;
    std::string model;
    std::int64_t created = 0; // seconds since 1970; 0: not told
    std::vector<AnswerChoice> choices;
    std::optional<Usage> usage;
    bool operator==(const ChatAnswer&) const = default;
};

// --- Streams. Parts are numbered from 0 over all choices in the order of their starts; several may be open at once.
// A reader emits: MessageStart, then parts, then StopEvent of each choice; UsageEvent any time, the last one counts.

struct MessageStart {
    std::string id;
    std::string model;
    std::int64_t created = 0;
    std::optional<Usage> usage; // as far as it is known at the start
    bool operator==(const MessageStart&) const = default;
};

// "content" is the part as far as it is known: id and name of a tool use (arguments empty), encrypted reasoning, an
// unknown part as a whole; text comes in deltas.
struct PartStart {
    int part = 0;
    int choice = 0;
    PartContent content;
    bool operator==(const PartStart&) const = default;
};

struct TextDelta { // of a TextPart or a RefusalPart
    int part = 0;
    std::string text;
    bool operator==(const TextDelta&) const = default;
};

struct ReasoningDelta {
    int part = 0;
    std::string text;
    bool operator==(const ReasoningDelta&) const = default;
};

// Signature of a reasoning part or (Gemini) of a tool use: one piece, or several to be joined.
struct SignatureDelta {
    int part = 0;
    std::string signature;
    bool operator==(const SignatureDelta&) const = default;
};

struct ArgumentsDelta { // a slice of the JSON text of a tool use
    int part = 0;
    std::string text;
    bool operator==(const ArgumentsDelta&) const = default;
};

struct CitationDelta {
    int part = 0;
    Citation citation;
    bool operator==(const CitationDelta&) const = default;
};

struct PartStop {
    int part = 0;
    bool operator==(const PartStop&) const = default;
};

struct UsageEvent { // cumulative
    Usage usage;
    bool operator==(const UsageEvent&) const = default;
};

struct StopEvent {
    int choice = 0;
    StopReason stop = StopReason::None;
    std::string stopSequence;
    std::string stopWord;
    bool operator==(const StopEvent&) const = default;
};

// An error after the status 200. The stream is over.
struct StreamError {
    Error error;
    std::string providerText;
    bool operator==(const StreamError& other) const {
        return error.kind == other.error.kind && error.code == other.error.code && providerText == other.providerText;
    }
};

struct Ping {
    bool operator==(const Ping&) const = default;
};

using StreamEvent = std::variant<MessageStart, PartStart, TextDelta, ReasoningDelta, SignatureDelta, ArgumentsDelta,
                                 CitationDelta, PartStop, UsageEvent, StopEvent, StreamError, Ping>;

} // namespace gatehouse::dialects
