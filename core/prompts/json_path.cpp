// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/json_path.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <charconv>
#include <optional>

namespace gatehouse::prompts {

namespace json = boost::json;

namespace {

constexpr std::size_t longestPath = 1'024;
constexpr std::size_t mostSegments = 64;

bool isNameByte(char c, bool first) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || byte >= 0x80 ||
           (!first && c >= '0' && c <= '9');
}

} // namespace

class JsonPathReader {
public:
    explicit JsonPathReader(std::string_view text) : m_text(text) {}

    tl::expected<JsonPath, std::string> read() {
        if (m_text.size() > longestPath)
            return tl::unexpected(std::string("a path has at most 1024 characters"));
        if (!take('$'))
            return tl::unexpected(std::string("a path begins with $"));
        while (m_at < m_text.size()) {
            if (m_path.m_segments.size() == mostSegments)
                return tl::unexpected(std::string("a path has at most 64 steps"));
            if (!(take('.') ? dotted() : take('[') ? bracketed() : false))
                return tl::unexpected("expected .name, ['name'], [0], [*] or .* at character " +
                                      std::to_string(m_at + 1));
        }
        return std::move(m_path);
    }

private:
    bool take(char c) {
        if (m_at == m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool dotted() {
        if (take('*')) {
            m_path.m_segments.emplace_back(JsonPath::Any{});
            return true;
        }
        const auto begin = m_at;
        while (m_at < m_text.size() && isNameByte(m_text[m_at], m_at == begin))
            ++m_at;
        m_path.m_segments.emplace_back(std::string(m_text.substr(begin, m_at - begin)));
        return m_at > begin;
    }

    bool bracketed() {
        if (take('*'))
            m_path.m_segments.emplace_back(JsonPath::Any{});
        else if (m_at < m_text.size() && (m_text[m_at] == '\'' || m_text[m_at] == '"'))
            return quotedName();
        else if (const auto index = number())
            m_path.m_segments.emplace_back(*index);
        else
            return false;
        return take(']');
    }

    bool quotedName() {
        const char quote = m_text[m_at++];
        std::string name;
        while (m_at < m_text.size() && m_text[m_at] != quote) {
            if (m_text[m_at] == '\\') {
                ++m_at;
                // What else JSON escapes has no place in names that people write.
                if (m_at == m_text.size() || (m_text[m_at] != quote && m_text[m_at] != '\\' && m_text[m_at] != '/'))
                    return false;
            }
            name += m_text[m_at++];
        }
        m_path.m_segments.emplace_back(std::move(name));
        return take(quote) && take(']');
    }

    // As the RFC writes integers: no leading zero, no -0.
    std::optional<std::int64_t> number() {
        std::int64_t value = 0;
        const auto* begin = m_text.data() + m_at;
        const auto done = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (done.ec != std::errc())
            return std::nullopt;
        const std::string_view written(begin, static_cast<std::size_t>(done.ptr - begin));
        if (written != std::to_string(value) || value > 9'007'199'254'740'991 || value < -9'007'199'254'740'991)
            return std::nullopt;
        m_at += written.size();
        return value;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    JsonPath m_path;
};

tl::expected<JsonPath, std::string> JsonPath::parse(std::string_view text) {
    return JsonPathReader(text).read();
}

std::vector<const json::value*> JsonPath::select(const json::value& value, std::size_t most) const {
    std::vector<const json::value*> found{&value};
    for (const auto& segment : m_segments) {
        std::vector<const json::value*> next;
        const auto add = [&next, most](const json::value& one) {
            if (next.size() < most)
                next.push_back(&one);
        };
        for (const auto* one : found) {
            const auto* object = one->if_object();
            const auto* list = one->if_array();
            if (const auto* name = std::get_if<std::string>(&segment)) {
                if (const auto* member = object == nullptr ? nullptr : object->if_contains(*name))
                    add(*member);
            } else if (const auto* index = std::get_if<std::int64_t>(&segment)) {
                const auto size = list == nullptr ? 0 : static_cast<std::int64_t>(list->size());
                const auto at = *index < 0 ? size + *index : *index;
                if (at >= 0 && at < size)
                    add((*list)[static_cast<std::size_t>(at)]);
            } else if (list != nullptr) {
                std::for_each(list->begin(), list->end(), add);
            } else if (object != nullptr) {
                std::for_each(object->begin(), object->end(), [&add](const auto& member) { add(member.value()); });
            }
        }
        found = std::move(next);
    }
    return found;
}

} // namespace gatehouse::prompts
