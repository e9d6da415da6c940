// SPDX-License-Identifier: Apache-2.0
#include "core/services/query.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::services {
namespace {

constexpr std::size_t mostPairs = 256;

std::optional<std::string> decoded(std::string_view text) {
    std::string spaced(text);
    std::replace(spaced.begin(), spaced.end(), '+', ' ');
    auto plain = percentDecode(spaced);
    return plain && isValidUtf8(*plain) ? std::move(plain) : std::nullopt;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c == ';')
            out += "%3B";
        else
            out.push_back(c);
    }
    return out;
}

} // namespace

Result<Query> Query::parse(std::string_view text) {
    Query query;
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto piece = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (piece.empty())
            continue;
        const auto equals = std::min(piece.find('='), piece.size());
        auto name = decoded(piece.substr(0, equals));
        auto value = decoded(equals < piece.size() ? piece.substr(equals + 1) : std::string_view());
        if (!name || !value)
            return failure(ErrorKind::Invalid, "invalid_query",
                           "The query holds a broken percent escape, or is not UTF-8.");
        if (query.m_pairs.size() == mostPairs)
            return failure(ErrorKind::Invalid, "invalid_query", "The query has more than 256 parameters.");
        query.m_pairs.push_back({std::move(*name), std::move(*value), escaped(piece)});
    }
    return query;
}

const std::string* Query::value(std::string_view name) const {
    const auto found =
        std::find_if(m_pairs.begin(), m_pairs.end(), [name](const Pair& pair) { return pair.name == name; });
    return found != m_pairs.end() ? &found->value : nullptr;
}

void Query::remove(std::string_view name) {
    std::erase_if(m_pairs, [name](const Pair& pair) { return pair.name == name; });
}

void Query::set(std::string_view name, std::string_view value) {
    remove(name);
    m_pairs.push_back({std::string(name), std::string(value), percentEncode(name) + "=" + percentEncode(value)});
}

std::string Query::text() const {
    std::string out;
    for (const auto& pair : m_pairs) {
        if (!out.empty())
            out.push_back('&');
        out += pair.raw;
    }
    return out;
}

} // namespace gatehouse::services
