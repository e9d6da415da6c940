// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/words.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::bedrock {
namespace {

struct Stop {
    std::string_view word;
    StopReason meaning;
};

// The first row of a meaning is the word that is written for it.
constexpr std::array stops{
    Stop{"end_turn", StopReason::EndTurn},
    Stop{"tool_use", StopReason::ToolUse},
    Stop{"max_tokens", StopReason::MaxTokens},
    Stop{"stop_sequence", StopReason::StopSequence},
    Stop{"content_filtered", StopReason::Filtered},
    Stop{"guardrail_intervened", StopReason::Filtered},
    Stop{"model_context_window_exceeded", StopReason::ContextFull},
    Stop{"malformed_model_output", StopReason::Failed},
    Stop{"malformed_tool_use", StopReason::Failed},
};

struct Format {
    MediaKind kind;
    std::string_view name;
    std::string_view mediaType;
};

// The first row of a format is the media type that it is read as; the first of a media type the format written.
constexpr std::array formats{
    Format{MediaKind::Image, "png", "image/png"},
    Format{MediaKind::Image, "jpeg", "image/jpeg"},
    Format{MediaKind::Image, "jpeg", "image/jpg"},
    Format{MediaKind::Image, "gif", "image/gif"},
    Format{MediaKind::Image, "webp", "image/webp"},
    Format{MediaKind::Document, "pdf", "application/pdf"},
    Format{MediaKind::Document, "txt", "text/plain"},
    Format{MediaKind::Document, "md", "text/markdown"},
    Format{MediaKind::Document, "csv", "text/csv"},
    Format{MediaKind::Document, "html", "text/html"},
    Format{MediaKind::Document, "doc", "application/msword"},
    Format{MediaKind::Document, "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    Format{MediaKind::Document, "xls", "application/vnd.ms-excel"},
    Format{MediaKind::Document, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    Format{MediaKind::Video, "mp4", "video/mp4"},
    Format{MediaKind::Video, "mov", "video/quicktime"},
    Format{MediaKind::Video, "mkv", "video/x-matroska"},
    Format{MediaKind::Video, "webm", "video/webm"},
    Format{MediaKind::Video, "flv", "video/x-flv"},
    Format{MediaKind::Video, "mpeg", "video/mpeg"},
    Format{MediaKind::Video, "mpg", "video/mpg"},
    Format{MediaKind::Video, "wmv", "video/x-ms-wmv"},
    Format{MediaKind::Video, "three_gp", "video/3gpp"},
    Format{MediaKind::Audio, "mp3", "audio/mp3"},
    Format{MediaKind::Audio, "mp3", "audio/mpeg"},
    Format{MediaKind::Audio, "wav", "audio/wav"},
    Format{MediaKind::Audio, "wav", "audio/x-wav"},
    Format{MediaKind::Audio, "aac", "audio/aac"},
    Format{MediaKind::Audio, "flac", "audio/flac"},
    Format{MediaKind::Audio, "ogg", "audio/ogg"},
    Format{MediaKind::Audio, "opus", "audio/opus"},
    Format{MediaKind::Audio, "m4a", "audio/mp4"},
    Format{MediaKind::Audio, "webm", "audio/webm"},
    Format{MediaKind::Audio, "pcm", "audio/pcm"},
};

std::string_view prefixOf(MediaKind kind) {
    switch (kind) {
    case MediaKind::Image:
        return "image/";
    case MediaKind::Audio:
        return "audio/";
    case MediaKind::Video:
        return "video/";
    case MediaKind::Document:
        break;
    }
    return "application/";
}

void take(std::int64_t& number, json::JsonCursor& at, bool& any) {
    if (const auto value = at.integer()) {
        number = std::max<std::int64_t>(*value, 0);
        any = true;
    }
}

// [{"ttl": "5m", "inputTokens": 10}]: how the tokens written to the cache part by lifetime.
std::int64_t longLived(json::JsonCursor& at) {
    std::int64_t tokens = 0;
    std::string_view name;
    if (!at.enterArray())
        return 0;
    while (at.nextElement()) {
        std::string_view lifetime;
        std::int64_t count = 0;
        if (!at.enterObject())
            continue;
        while (at.nextMember(name)) {
            if (name == "ttl")
                lifetime = at.rawString().value_or(std::string_view());
            else if (name == "inputTokens")
                count = at.integer().value_or(0);
            else
                at.skip();
        }
        if (lifetime == "1h")
            tokens += std::max<std::int64_t>(count, 0);
    }
    return tokens;
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '(' || c == ')' || c == '[' || c == ']';
}

} // namespace

StopReason stopReasonOf(std::string_view word) {
    if (word.empty())
        return StopReason::None;
    const auto* const found =
        std::find_if(stops.begin(), stops.end(), [word](const Stop& stop) { return stop.word == word; });
    return found == stops.end() ? StopReason::Other : found->meaning;
}

std::string_view stopWord(StopReason reason) {
    const auto* const found =
        std::find_if(stops.begin(), stops.end(), [reason](const Stop& stop) { return stop.meaning == reason; });
    return found == stops.end() ? std::string_view("end_turn") : found->word;
}

std::optional<Usage> readUsage(json::JsonCursor& at) {
    Usage usage;
    bool any = false;
    std::int64_t longWrite = 0;
    std::string_view name;
    if (!at.enterObject())
        return std::nullopt;
    while (at.nextMember(name)) {
        if (name == "inputTokens")
            take(usage.input, at, any);
        else if (name == "outputTokens")
            take(usage.output, at, any);
        else if (name == "cacheReadInputTokens" || name == "cacheReadInputTokenCount")
            take(usage.cachedInput, at, any);
        else if (name == "cacheWriteInputTokens" || name == "cacheWriteInputTokenCount")
            take(usage.cacheWrite, at, any);
        else if (name == "cacheDetails")
            longWrite = longLived(at);
        else
            at.skip();
    }
    usage.cacheWriteLong = std::min(longWrite, usage.cacheWrite);
    usage.cacheWrite -= usage.cacheWriteLong;
    return any ? std::optional(usage) : std::nullopt;
}

std::string_view formatOf(MediaKind kind, std::string_view mediaType) {
    const auto plain = trim(mediaType.substr(0, mediaType.find(';')));
    for (const auto& format : formats) {
        if (format.kind == kind && equalsIgnoringCase(format.mediaType, plain))
            return format.name;
    }
    const bool words = plain.starts_with("text/") || plain == "application/json" || plain == "application/xml";
    return kind == MediaKind::Document && words ? "txt" : std::string_view();
}

std::string mediaTypeOf(MediaKind kind, std::string_view format) {
    for (const auto& known : formats) {
        if (known.kind == kind && known.name == format)
            return std::string(known.mediaType);
    }
    return format.empty() ? std::string() : std::string(prefixOf(kind)) + std::string(format);
}

std::string documentName(std::string_view name, std::string_view format) {
    constexpr std::size_t longest = 200;
    if (name.size() > format.size() + 1 && !format.empty() && name[name.size() - format.size() - 1] == '.' &&
        equalsIgnoringCase(name.substr(name.size() - format.size()), format))
        name.remove_suffix(format.size() + 1);
    std::string out;
    for (const char c : name) {
        // A character beyond ASCII has several bytes; one hyphen stands for all of them.
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        const char said = blank ? ' ' : isNameCharacter(c) ? c : '-';
        if (said == ' ' && (out.empty() || out.back() == ' '))
            continue;
        if (said == '-' && c != '-' && !out.empty() && out.back() == '-')
            continue;
        if (out.size() < longest)
            out += said;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out.find_first_not_of('-') == std::string::npos ? "document" : out;
}

} // namespace gatehouse::dialects::bedrock
