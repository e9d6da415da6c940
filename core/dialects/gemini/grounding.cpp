// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/grounding.h"

#include "core/dialects/gemini/fields.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::int64_t characters(std::string_view utf8) {
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return !continues(c); });
}

// The byte at which that many characters end.
std::size_t byteAt(std::string_view utf8, std::int64_t count) {
    std::size_t at = 0;
    for (; at < utf8.size(); ++at) {
        if (!continues(utf8[at]) && count-- <= 0)
            return at;
    }
    return at;
}

Citation sourceOf(View chunk) {
    View source = chunk["web"];
    if (!source.isObject())
        source = field(chunk, "retrievedContext");
    if (!source.isObject())
        source = chunk["maps"];
    Citation citation;
    citation.dialect = Dialect::Gemini;
    citation.url = source["uri"].text();
    citation.title = source["title"].text();
    citation.raw = chunk.compact();
    return citation;
}

std::size_t placeOf(const CitedText& cited, const std::optional<std::int64_t>& count, std::size_t otherwise) {
    if (!count)
        return otherwise;
    if (cited.text)
        return byteAt(*cited.text, *count);
    return cited.ascii && *count >= 0 ? std::min(static_cast<std::size_t>(*count), cited.bytes) : otherwise;
}

void writeSegment(const CitedText& cited, const Citation& citation, json::Writer& out) {
    const std::size_t start = placeOf(cited, citation.start, 0);
    const std::size_t end = std::max(start, placeOf(cited, citation.end, cited.bytes));
    out.beginObject("segment").number("startIndex", static_cast<std::int64_t>(start));
    out.number("endIndex", static_cast<std::int64_t>(end));
    if (cited.text)
        out.text("text", cited.text->substr(start, end - start));
    out.endObject();
}

std::optional<std::int64_t> charactersTo(const CitedPart& cited, std::int64_t byte) {
    if (cited.ascii)
        return byte;
    if (!cited.text || byte < 0 || static_cast<std::size_t>(byte) > cited.text->size())
        return std::nullopt;
    return characters(cited.text->substr(0, static_cast<std::size_t>(byte)));
}

void cite(View support, const std::vector<Citation>& sources, const CitedPart& cited,
          std::vector<Citation>& citations) {
    const View segment = support["segment"];
    const auto end = field(segment, "endIndex").integer();
    for (const View index : field(support, "groundingChunkIndices").children()) {
        const auto place = index.integer().value_or(-1);
        if (place < 0 || static_cast<std::size_t>(place) >= sources.size())
            continue;
        Citation citation = sources[static_cast<std::size_t>(place)];
        citation.citedText = segment["text"].text();
        if (end) {
            citation.start = charactersTo(cited, field(segment, "startIndex").integer().value_or(0));
            citation.end = charactersTo(cited, *end);
        }
        citations.push_back(std::move(citation));
    }
}

} // namespace

std::vector<Citation> readGrounding(View metadata, const CitedPart& cited) {
    std::vector<Citation> sources;
    for (const View chunk : field(metadata, "groundingChunks").children())
        sources.push_back(sourceOf(chunk));
    std::vector<Citation> citations;
    for (const View support : field(metadata, "groundingSupports").children())
        cite(support, sources, cited, citations);
    return citations.empty() ? sources : citations;
}

void writeGrounding(const std::vector<CitedText>& cited, json::Writer& out) {
    std::vector<const Citation*> sources;
    const auto indexOf = [&](const Citation& citation) {
        const auto found = std::find_if(sources.begin(), sources.end(),
                                        [&](const Citation* source) { return source->url == citation.url; });
        return found - sources.begin();
    };
    for (const auto& text : cited) {
        for (const auto& citation : *text.citations) {
            if (!citation.url.empty() && indexOf(citation) == static_cast<std::ptrdiff_t>(sources.size()))
                sources.push_back(&citation);
        }
    }
    if (sources.empty())
        return;
    out.beginObject("groundingMetadata").beginArray("groundingChunks");
    for (const auto* source : sources)
        out.beginObject()
            .beginObject("web")
            .text("uri", source->url)
            .text("title", source->title)
            .endObject()
            .endObject();
    out.endArray().beginArray("groundingSupports");
    for (const auto& text : cited) {
        for (const auto& citation : *text.citations) {
            if (citation.url.empty())
                continue;
            out.beginObject();
            writeSegment(text, citation, out);
            out.beginArray("groundingChunkIndices").number(indexOf(citation)).endArray().endObject();
        }
    }
    out.endArray().endObject();
}

} // namespace gatehouse::dialects::gemini
