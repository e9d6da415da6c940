// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/part_writer.h"

#include "core/dialects/gemini/signature.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::gemini {
namespace {

struct Ending {
    std::string_view text;
    std::string_view mediaType;
};
constexpr std::array endings{
    Ending{".png", "image/png"},       Ending{".jpg", "image/jpeg"},  Ending{".jpeg", "image/jpeg"},
    Ending{".gif", "image/gif"},       Ending{".webp", "image/webp"}, Ending{".heic", "image/heic"},
    Ending{".pdf", "application/pdf"}, Ending{".txt", "text/plain"},  Ending{".mp3", "audio/mpeg"},
    Ending{".wav", "audio/wav"},       Ending{".flac", "audio/flac"}, Ending{".ogg", "audio/ogg"},
    Ending{".mp4", "video/mp4"},       Ending{".webm", "video/webm"}, Ending{".mov", "video/quicktime"},
};

// Vertex wants a type beside each address.
std::string_view typeByEnding(std::string_view address) {
    address = address.substr(0, address.find_first_of("?#"));
    const auto* const found =
        std::find_if(endings.begin(), endings.end(), [&](const Ending& each) { return address.ends_with(each.text); });
    return found == endings.end() ? std::string_view() : found->mediaType;
}

bool isHexDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

} // namespace

bool isMadeId(std::string_view id) {
    constexpr std::string_view head = "call_";
    constexpr std::size_t digits = 24;
    return id.size() == head.size() + digits && id.starts_with(head) &&
           std::all_of(id.begin() + head.size(), id.end(), isHexDigit);
}

void writeCall(const ToolUsePart& use, std::string_view arguments, MadeIds ids, json::Writer& out) {
    out.beginObject("functionCall");
    if (!use.id.empty() && (ids == MadeIds::Keep || !isMadeId(use.id)))
        out.text("id", use.id);
    out.text("name", use.name).name("args");
    const auto object = use.input == ToolInput::Object ? argumentsObject(arguments) : std::nullopt;
    if (object)
        out.raw(*object);
    else
        out.beginObject().text(use.input == ToolInput::Text ? "input" : "arguments", arguments).endObject();
    out.endObject();
}

void writeMedia(const MediaPart& media, json::Writer& out) {
    if (media.source == MediaSource::Base64) {
        out.beginObject("inlineData");
        out.text("mimeType", media.mediaType.empty() ? "application/octet-stream" : media.mediaType);
        out.text("data", media.data.view());
    } else {
        out.beginObject("fileData");
        const auto type = media.mediaType.empty() ? typeByEnding(media.data.view()) : media.mediaType;
        if (!type.empty())
            out.text("mimeType", type);
        out.text("fileUri", media.data.view());
    }
    out.endObject();
}

void writeThought(const ReasoningPart& reasoning, std::string_view text, json::Writer& out) {
    out.text("text", text).boolean("thought", true);
    const std::string& secret = reasoning.encrypted.empty() ? reasoning.signature : reasoning.encrypted;
    if (isForeign(reasoning) && (!secret.empty() || !reasoning.format.empty()))
        out.text("thoughtSignature", wrap(reasoning, secret));
    else if (!secret.empty())
        out.text("thoughtSignature", secret);
}

} // namespace gatehouse::dialects::gemini
