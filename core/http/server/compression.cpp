// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/compression.h"

#include <algorithm>
#include <array>
#include <zlib.h>
#include <zstd.h>

namespace gatehouse::http {
namespace {

constexpr std::size_t leastSize = 1024;
constexpr std::size_t mostSize = 1024 * 1024;
constexpr int gzipWindow = MAX_WBITS + 16; // zlib's way to ask for a gzip wrapper
constexpr int quickest = 1;

// "0" to "1" with up to three decimals (RFC 9110 §12.4.2), in thousandths.
std::optional<int> weightOf(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
        return std::nullopt;
    int thousandths = (text[0] - '0') * 1000;
    int place = 100;
    for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (c < '0' || c > '9')
            return std::nullopt;
        thousandths += (c - '0') * place;
        place /= 10;
    }
    return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

struct Weights {
    std::array<int, 4> of{-1, -1, -1, -1}; // by ContentCoding; -1: not named
    int others = -1;                       // "*"
    int weight(ContentCoding coding) const {
        const int own = of[static_cast<std::size_t>(coding)];
        return own >= 0 ? own : std::max(others, 0);
    }
};

bool take(std::string_view item, Weights& weights) {
    const auto semicolon = std::min(item.find(';'), item.size());
    const auto name = trim(item.substr(0, semicolon));
    int weight = 1000;
    if (semicolon < item.size()) {
        const auto parameter = trim(item.substr(semicolon + 1));
        if (parameter.size() < 3 || (parameter[0] != 'q' && parameter[0] != 'Q') || parameter[1] != '=')
            return false;
        const auto given = weightOf(parameter.substr(2));
        if (!given)
            return false;
        weight = *given;
    }
    if (name == "*") {
        weights.others = weight;
        return true;
    }
    for (const auto coding :
         {ContentCoding::Identity, ContentCoding::Gzip, ContentCoding::Deflate, ContentCoding::Zstd}) {
        const bool named = equalsIgnoringCase(name, nameOf(coding)) ||
                           (coding == ContentCoding::Gzip && equalsIgnoringCase(name, "x-gzip"));
        if (named)
            weights.of[static_cast<std::size_t>(coding)] = weight;
    }
    return true;
}

bool isText(std::string_view type) {
    type = trim(type.substr(0, type.find(';')));
    if (equalsIgnoringCase(type, "text/event-stream"))
        return false;
    return equalsIgnoringCase(type.substr(0, 5), "text/") || equalsIgnoringCase(type, "application/json") ||
           (type.size() > 5 && equalsIgnoringCase(type.substr(type.size() - 5), "+json"));
}

std::optional<std::string> deflated(std::string_view body, int window) {
    z_stream stream{};
    if (::deflateInit2(&stream, quickest, Z_DEFLATED, window, MAX_MEM_LEVEL - 1, Z_DEFAULT_STRATEGY) != Z_OK)
        return std::nullopt;
    std::string out(body.size(), '\0'); // what does not fit is not smaller
    std::string in(body);               // zlib takes no const
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return whole ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> zstandard(std::string_view body) {
    std::string out(body.size(), '\0');
    const auto size = ::ZSTD_compress(out.data(), out.size(), body.data(), body.size(), quickest);
    if (::ZSTD_isError(size) != 0)
        return std::nullopt;
    out.resize(size);
    return out;
}

} // namespace

std::string_view nameOf(ContentCoding coding) {
    switch (coding) {
    case ContentCoding::Gzip:
        return "gzip";
    case ContentCoding::Deflate:
        return "deflate";
    case ContentCoding::Zstd:
        return "zstd";
    case ContentCoding::Identity:
        break;
    }
    return "identity";
}

ContentCoding chooseCoding(std::string_view acceptEncoding) {
    Weights weights;
    while (!acceptEncoding.empty()) {
        const auto comma = std::min(acceptEncoding.find(','), acceptEncoding.size());
        const auto item = trim(acceptEncoding.substr(0, comma));
        acceptEncoding.remove_prefix(std::min(comma + 1, acceptEncoding.size()));
        if (!item.empty() && !take(item, weights))
            return ContentCoding::Identity;
    }
    ContentCoding best = ContentCoding::Identity;
    int greatest = 0;
    for (const auto coding : {ContentCoding::Zstd, ContentCoding::Gzip, ContentCoding::Deflate}) {
        if (weights.weight(coding) > greatest) {
            greatest = weights.weight(coding);
            best = coding;
        }
    }
    // Who prefers the plain answer gets it.
    return weights.of[0] > greatest ? ContentCoding::Identity : best;
}

bool isCompressible(const ResponseHead& head, std::size_t bodySize) {
    if (bodySize < leastSize || bodySize > mostSize || head.status == 206)
        return false;
    bool text = false;
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "content-encoding") || equalsIgnoringCase(field.name, "etag") ||
            equalsIgnoringCase(field.name, "content-range") || equalsIgnoringCase(field.name, "content-digest"))
            return false;
        if (equalsIgnoringCase(field.name, "content-type"))
            text = isText(field.value);
    }
    return text;
}

std::optional<std::string> compress(std::string_view body, ContentCoding coding) {
    switch (coding) {
    case ContentCoding::Gzip:
        return deflated(body, gzipWindow);
    case ContentCoding::Deflate:
        return deflated(body, MAX_WBITS);
    case ContentCoding::Zstd:
        return zstandard(body);
    case ContentCoding::Identity:
        break;
    }
    return std::nullopt;
}

void addVary(ResponseHead& head) {
    for (auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "vary")) {
            if (field.value != "*")
                field.value += ", Accept-Encoding";
            return;
        }
    }
    head.fields.push_back({"Vary", "Accept-Encoding"});
}

} // namespace gatehouse::http
