// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/body_mill.h"

#include "core/telemetry/escapes.h"
#include "core/telemetry/json_writer.h"
#include "core/telemetry/masked_events.h"

#include <algorithm>
#include <optional>
#include <zstd.h>

namespace gatehouse::telemetry {
namespace {

constexpr int compressionLevel = 3;
constexpr std::size_t largestContent = std::size_t{256}
                                       << 20U; // when unpacked: four bodies of the largest cap, escaped

bool isEventStream(std::string_view contentType) {
    return contentType.starts_with("text/event-stream");
}

// What keeps a body's text out of the record; empty when nothing does.
std::string_view hindrance(const BodyText& body) {
    if (body.noRoom())
        return "not kept: too many bodies were waiting to be stored";
    if (body.binary())
        return "not kept: this is no text";
    return {};
}

void writeBody(JsonWriter& json, BodyPart part, const BodyText& body, const Masker& masker) {
    std::size_t places = 0;
    std::string note(hindrance(body));
    std::optional<std::string> text;
    if (note.empty()) {
        auto kept = maskedBody(body.text(), body.contentType(), masker, places);
        if (kept) {
            // What lies beyond the cap was only there to be recognised.
            const auto beyond = body.text().size() > body.cap() ? body.text().size() - body.cap() : 0;
            kept->resize(kept->size() - std::min(kept->size(), beyond));
            text = std::move(*kept);
        } else {
            note = "not kept: it could not be masked";
        }
    }
    json.open('{').name("part").text(nameOf(part)).name("same_as").null();
    json.name("content_type").textOrNull(body.contentType()).name("size").number(body.size());
    json.name("cut").flag(text.has_value() && body.cut()).name("left_out").flag(body.elided());
    json.name("masked").number(static_cast<std::int64_t>(places)).name("note").textOrNull(note);
    json.name("text");
    if (text)
        json.text(*text);
    else
        json.null();
    json.close('}');
}

void writeFields(JsonWriter& json, std::string_view lines) {
    json.name("line").text(lines.substr(0, lines.find('\n')));
    json.name("fields").open('[');
    while (lines.find('\n') != std::string_view::npos) {
        lines.remove_prefix(lines.find('\n') + 1);
        const auto line = lines.substr(0, lines.find('\n'));
        const auto colon = std::min(line.find(": "), line.size());
        json.open('{').name("name").text(line.substr(0, colon));
        json.name("value").text(line.substr(std::min(colon + 2, line.size()))).close('}');
    }
    json.close(']');
}

// A head that cannot be masked is left out whole.
void writeHead(JsonWriter& json, BodyPart part, const BodyText& head, const Masker& masker) {
    std::size_t places = 0;
    if (!hindrance(head).empty())
        return;
    const auto kept = maskedBody(head.text(), {}, masker, places);
    if (!kept)
        return;
    json.open('{').name("part").text(nameOf(part)).name("cut").flag(head.cut());
    writeFields(json, std::string_view(*kept).substr(0, head.cap()));
    json.close('}');
}

void writeSame(JsonWriter& json, BodyPart part) {
    const auto outer = part == BodyPart::RequestSent ? BodyPart::RequestReceived : BodyPart::AnswerSent;
    json.open('{').name("part").text(nameOf(part)).name("same_as").text(nameOf(outer)).close('}');
}

std::string compressed(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    const auto size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), compressionLevel);
    out.resize(ZSTD_isError(size) != 0 ? 0 : size);
    return out;
}

tl::unexpected<Error> corrupt() {
    return failure(ErrorKind::Unavailable, "store_corrupt", "the stored bodies of this call cannot be read");
}

} // namespace

Result<std::string> maskedBody(std::string_view text, std::string_view contentType, const Masker& masker,
                               std::size_t& places) {
    std::string joined;
    if (isEventStream(contentType)) {
        auto events = maskedEvents(text, masker, places);
        if (!events)
            return events;
        joined = std::move(*events);
        text = joined;
    }
    const Unescaped plain(text);
    auto spans = masker.find(plain.text());
    if (!spans)
        return tl::unexpected(spans.error());
    places += spans->size();
    for (auto& span : *spans) {
        span.begin = plain.rawBegin(span.begin);
        span.end = plain.rawBegin(span.end);
    }
    return masked(text, *spans);
}

std::string milledBodies(const CallBodies& bodies, const Masker& masker) {
    std::string text;
    JsonWriter json(text);
    json.open('{').name("bodies").open('[');
    for (const auto part : allBodyParts) {
        if (const auto& body = bodies.at(part))
            writeBody(json, part, *body, masker);
        else if (bodies.same[static_cast<std::size_t>(part)])
            writeSame(json, part);
    }
    json.close(']').name("heads").open('[');
    for (const auto part : allBodyParts) {
        if (const auto& head = bodies.headOf(part))
            writeHead(json, part, *head, masker);
    }
    json.close(']').close('}');
    return compressed(text);
}

Result<std::string> bodiesJson(std::string_view content) {
    const auto size = ZSTD_getFrameContentSize(content.data(), content.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > largestContent)
        return corrupt();
    std::string text(static_cast<std::size_t>(size), '\0');
    const auto read = ZSTD_decompress(text.data(), text.size(), content.data(), content.size());
    if (ZSTD_isError(read) != 0 || read != text.size())
        return corrupt();
    return text;
}

} // namespace gatehouse::telemetry
