// SPDX-License-Identifier: Apache-2.0
#include "core/services/path.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>

namespace gatehouse::services {
namespace {

constexpr std::size_t mostSegments = 128;
constexpr std::string_view restName = "rest";

tl::unexpected<Error> badPath(std::string why) {
    return failure(ErrorKind::Invalid, "invalid_path", std::move(why));
}

bool isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// An escape that is left when all have been decoded once: another server may decode it again.
bool holdsEscape(std::string_view text) {
    for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
        if (at + 2 < text.size() && isHex(text[at + 1]) && isHex(text[at + 2]))
            return true;
    }
    return false;
}

bool isForbidden(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\' || c == ';';
}

Result<std::string> cleanSegment(std::string_view raw) {
    auto segment = percentDecode(raw);
    if (!segment)
        return badPath("The path holds a broken percent escape.");
    if (segment->empty())
        return badPath("The path holds an empty segment (//).");
    if (*segment == "." || *segment == "..")
        return badPath("The path holds a dot segment. Send the path that it comes to.");
    if (std::any_of(segment->begin(), segment->end(), isForbidden))
        return badPath("A segment of the path holds a slash, a backslash, a semicolon or a control character.");
    if (holdsEscape(*segment))
        return badPath("The path is percent-encoded twice.");
    if (!isValidUtf8(*segment))
        return badPath("The path is not UTF-8.");
    return std::move(*segment);
}

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= 64 && !(name.front() >= '0' && name.front() <= '9') &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                      c == '-' || c == '.';
           });
}

tl::unexpected<Error> badPattern(std::string why) {
    return failure(ErrorKind::Invalid, "invalid_pattern", std::move(why));
}

} // namespace

Result<CleanPath> cleanPath(std::string_view path) {
    CleanPath clean;
    if (path.empty() || path == "/") {
        clean.slashAtEnd = path == "/";
        return clean;
    }
    if (path.front() != '/')
        return badPath("The path does not begin with a slash.");
    path.remove_prefix(1);
    if (path.ends_with('/')) {
        clean.slashAtEnd = true;
        path.remove_suffix(1);
    }
    for (;;) {
        const auto slash = std::min(path.find('/'), path.size());
        auto segment = cleanSegment(path.substr(0, slash));
        if (!segment)
            return tl::unexpected(std::move(segment.error()));
        clean.segments.push_back(std::move(*segment));
        if (clean.segments.size() > mostSegments)
            return badPath("The path has more than 128 segments.");
        if (slash == path.size())
            return clean;
        path.remove_prefix(slash + 1);
    }
}

std::string encodeSegment(std::string_view segment) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view marks = "-._~!$&'()*+,=:@"; // RFC 3986 §3.3, without ';'
    std::string out;
    out.reserve(segment.size());
    for (const char c : segment) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           marks.find(c) != std::string_view::npos;
        if (plain) {
            out.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out.push_back('%');
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

std::string pathText(const CleanPath& path, std::size_t first) {
    std::string out;
    for (std::size_t i = first; i < path.segments.size(); ++i)
        out.append("/").append(encodeSegment(path.segments[i]));
    if (out.empty() || path.slashAtEnd)
        out.push_back('/');
    return out;
}

Result<PathPattern> PathPattern::parse(std::string_view text) {
    PathPattern pattern;
    pattern.m_text = text;
    if (text.empty() || text.front() != '/')
        return badPattern("a path begins with a slash");
    text.remove_prefix(1);
    if (text.ends_with('/'))
        text.remove_suffix(1);
    while (!text.empty()) {
        const auto slash = std::min(text.find('/'), text.size());
        const auto part = text.substr(0, slash);
        text.remove_prefix(std::min(slash + 1, text.size()));
        if (part == "*") {
            if (!text.empty())
                return badPattern("* stands for all that follows: it is the last segment");
            pattern.m_tree = true;
            return pattern;
        }
        if (part.starts_with('{') && part.ends_with('}') && part.size() > 2) {
            const auto name = part.substr(1, part.size() - 2);
            if (!isName(name) || name == restName || pattern.hasName(name))
                return badPattern("the name " + std::string(part) + " is no name, is \"rest\" or stands there twice");
            pattern.m_parts.push_back({std::string(name), true});
            continue;
        }
        auto segment = cleanSegment(part);
        if (!segment || part.find_first_of("{}*") != std::string_view::npos)
            return badPattern("the segment " + std::string(part) +
                              " is neither a plain text, a {name} nor * at the end");
        pattern.m_parts.push_back({std::move(*segment), false});
    }
    return pattern;
}

bool PathPattern::hasName(std::string_view name) const {
    return (m_tree && name == restName) || std::any_of(m_parts.begin(), m_parts.end(), [name](const Part& part) {
               return part.open && part.text == name;
           });
}

bool PathPattern::matches(const CleanPath& path, PathValues& values) const {
    if (path.segments.size() < m_parts.size() || (!m_tree && path.segments.size() != m_parts.size()))
        return false;
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (!m_parts[i].open && m_parts[i].text != path.segments[i])
            return false;
    }
    values.clear();
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        if (m_parts[i].open)
            values.emplace(m_parts[i].text, path.segments[i]);
    }
    if (m_tree) {
        const bool below = path.segments.size() > m_parts.size();
        values.emplace(restName, below || path.slashAtEnd ? pathText(path, m_parts.size()) : std::string());
    }
    return true;
}

Result<PathTarget> PathTarget::parse(std::string_view text, const PathPattern& pattern) {
    PathTarget target;
    if (text.empty() || text.front() != '/')
        return badPattern("a path begins with a slash");
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        if (open > 0)
            target.m_pieces.push_back({std::string(text.substr(0, open)), false});
        if (open == text.size())
            break;
        const auto close = text.find('}', open);
        if (close == std::string_view::npos)
            return badPattern("a { has no }");
        const auto name = text.substr(open + 1, close - open - 1);
        if (!pattern.hasName(name))
            return badPattern("the rule's path has no {" + std::string(name) + "}");
        target.m_pieces.push_back({std::string(name), true});
        text.remove_prefix(close + 1);
    }
    // What is plain must be a clean path too, whatever the names come to.
    std::string plain;
    for (const auto& piece : target.m_pieces)
        plain += piece.name ? (piece.text == restName ? "/x" : "x") : piece.text;
    if (const auto clean = cleanPath(plain); !clean)
        return badPattern(clean.error().message);
    return target;
}

std::string PathTarget::fill(const PathValues& values) const {
    std::string out;
    for (const auto& piece : m_pieces) {
        if (!piece.name) {
            out += piece.text;
            continue;
        }
        const auto value = values.find(piece.text);
        if (value != values.end())
            out += piece.text == restName ? value->second : encodeSegment(value->second);
    }
    return out.empty() ? "/" : out;
}

} // namespace gatehouse::services
