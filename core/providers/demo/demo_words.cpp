// SPDX-License-Identifier: Apache-2.0
#include "core/providers/demo/demo_words.h"

#include "core/base/text.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>
#include <simdjson.h>

namespace gatehouse::providers::demo {
namespace {

constexpr std::uint64_t mostCount = 10'000;

bool isNameByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// The JSON object at the start of the text, minified; nothing where there is none.
std::optional<std::string> objectAt(std::string_view text) {
    if (!text.starts_with('{'))
        return std::nullopt;
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
            continue;
        }
        if (c == '"')
            inString = true;
        else if (c == '{')
            ++depth;
        else if (c == '}' && --depth == 0) {
            simdjson::dom::parser parser;
            simdjson::dom::element value;
            const auto object = text.substr(0, i + 1);
            if (parser.parse(object.data(), object.size()).get(value) != simdjson::SUCCESS)
                return std::nullopt;
            return simdjson::minify(value);
        }
    }
    return std::nullopt;
}

// The number behind the words, which stand at the start of a word themselves.
std::optional<std::uint64_t> numberBehind(std::string_view text, std::string_view words) {
    const auto lower = toLower(text);
    const auto at = lower.find(words);
    if (at == std::string::npos || (at > 0 && isNameByte(lower[at - 1])))
        return std::nullopt;
    auto rest = text.substr(at + words.size());
    const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
    return parseUnsigned(rest.substr(0, end));
}

std::uint32_t bigEndian(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number << 8U | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

std::string colourOf(std::string_view rgb) {
    struct Named {
        std::array<unsigned char, 3> rgb;
        std::string_view name;
    };
    constexpr std::array colours{Named{{255, 0, 0}, "red"},      Named{{0, 128, 0}, "green"},
                                 Named{{0, 255, 0}, "green"},    Named{{0, 0, 255}, "blue"},
                                 Named{{255, 255, 0}, "yellow"}, Named{{255, 255, 255}, "white"},
                                 Named{{0, 0, 0}, "black"}};
    for (const auto& colour : colours) {
        if (std::equal(rgb.begin(), rgb.end(), colour.rgb.begin(),
                       [](char a, unsigned char b) { return static_cast<unsigned char>(a) == b; }))
            return std::string(colour.name);
    }
    return "of one colour";
}

// PNG (ISO/IEC 15948): its size from IHDR; its colour where the palette has a single one.
std::string describePng(std::string_view bytes) {
    constexpr std::size_t head = 8;
    constexpr std::size_t frame = 12; // of a chunk: length, type, checksum
    std::string out = "a PNG image";
    for (std::size_t at = head; at + frame <= bytes.size();) {
        const std::size_t length = bigEndian(bytes, at);
        const auto type = bytes.substr(at + 4, 4);
        if (length > bytes.size() - at - frame)
            break;
        const auto data = bytes.substr(at + 8, length);
        if (type == "IHDR" && length >= 8)
            out +=
                " of " + std::to_string(bigEndian(data, 0)) + " by " + std::to_string(bigEndian(data, 4)) + " pixels";
        if (type == "PLTE" && length == 3)
            out += ", all " + colourOf(data);
        at += frame + length;
    }
    return out;
}

} // namespace

std::vector<std::string> callsAskedFor(std::string_view text, std::string_view name) {
    constexpr std::string_view with = " with ";
    const std::string wanted = "call " + std::string(name);
    std::vector<std::string> calls;
    for (std::size_t at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1)) {
        const auto rest = text.substr(at + wanted.size());
        const bool isWord = (at == 0 || !isNameByte(text[at - 1])) && (rest.empty() || !isNameByte(rest.front()));
        if (!isWord)
            continue;
        auto arguments = rest.starts_with(with) ? objectAt(rest.substr(with.size())) : std::nullopt;
        calls.push_back(arguments.value_or(""));
    }
    return calls;
}

std::optional<std::string> countAskedFor(std::string_view text) {
    const auto last = numberBehind(text, "count to ");
    if (!last)
        return std::nullopt;
    std::string out;
    for (std::uint64_t i = 1; i <= std::min(*last, mostCount); ++i)
        out += (i > 1 ? " " : "") + std::to_string(i);
    return out;
}

bool asksForSlowness(std::string_view text) {
    return numberBehind(text, "count to ") && text.find("slowly") != std::string_view::npos;
}

std::optional<std::string> productAskedFor(std::string_view text) {
    constexpr std::string_view times = " times ";
    const auto at = text.find(times);
    if (at == std::string_view::npos)
        return std::nullopt;
    auto begin = at;
    while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9')
        --begin;
    const auto a = parseUnsigned(text.substr(begin, at - begin));
    const auto b = numberBehind(text.substr(at), times);
    constexpr std::uint64_t most = 1'000'000;
    return a && b && *a <= most && *b <= most ? std::optional(std::to_string(*a * *b)) : std::nullopt;
}

std::optional<int> failureAskedFor(std::string_view text) {
    const auto status = numberBehind(text, "fail with ");
    return status && *status >= 400 && *status <= 599 ? std::optional(static_cast<int>(*status)) : std::nullopt;
}

std::string describeImage(std::string_view mediaType, std::string_view base64) {
    constexpr std::string_view png = "\x89PNG\r\n\x1a\n";
    const auto bytes = dialects::decodeBase64(base64);
    if (!bytes)
        return "an image that cannot be read";
    if (bytes->starts_with(png))
        return describePng(*bytes);
    const bool named = mediaType.starts_with("image/") && std::all_of(mediaType.begin(), mediaType.end(), [](char c) {
                           return isNameByte(c) || c == '/' || c == '+' || c == '.';
                       });
    return "an image (" + (named ? std::string(mediaType) : std::string("of unknown type")) + ", " +
           std::to_string(bytes->size()) + " bytes)";
}

} // namespace gatehouse::providers::demo
