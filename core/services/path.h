// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Paths of calls to services, and the patterns of rules. Everybody sees the same path: what two servers have been seen
// to read in two ways is refused, and what is sent on is written anew from the parts that the rules were held against.
// Pure; any thread.
namespace gatehouse::services {

// A path in its decoded segments; none: "/". None of them is empty, "." or "..", or holds '/', '\' or ';'.
struct CleanPath {
    std::vector<std::string> segments;
    bool slashAtEnd = false;
};

// Errors: Invalid invalid_path for broken, twofold or forbidden escapes (%2F, %5C, %00 …), dot segments, empty segments
// and path parameters (";").
Result<CleanPath> cleanPath(std::string_view path);
// From "first" on; always begins with '/'.
std::string pathText(const CleanPath& path, std::size_t first = 0);
// Escapes all but what a segment may hold (RFC 3986 pchar), ';' too.
std::string encodeSegment(std::string_view segment);

using PathValues = std::map<std::string, std::string, std::less<>>;

// "/orders" is just that, "/orders/{id}" takes any one segment there, "/files/*" all paths below /files and itself.
// A slash at the end plays no part.
class PathPattern {
public:
    // Errors: Invalid, whose message says what is wrong.
    static Result<PathPattern> parse(std::string_view text);
    // "values": what stands for the names; "rest", encoded with its leading slash (or empty), for '*'.
    bool matches(const CleanPath& path, PathValues& values) const;
    bool hasName(std::string_view name) const; // "rest" too
    std::string_view text() const { return m_text; }
    bool isTree() const { return m_tree; }

private:
    struct Part {
        std::string text; // a name where "open"
        bool open = false;
    };
    std::string m_text;
    std::vector<Part> m_parts;
    bool m_tree = false;
};

// What stands in the place of the path: "/v2/items/{id}", "/files{rest}". Values go in as segments of their own.
class PathTarget {
public:
    // Every name must be one of the pattern's.
    static Result<PathTarget> parse(std::string_view text, const PathPattern& pattern);
    std::string fill(const PathValues& values) const;

private:
    struct Piece {
        std::string text;
        bool name = false;
    };
    std::vector<Piece> m_pieces;
};

} // namespace gatehouse::services
