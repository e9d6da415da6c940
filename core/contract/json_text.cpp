// SPDX-License-Identifier: Apache-2.0
#include "core/contract/json_text.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <unordered_set>
#include <vector>

namespace gatehouse::contract {
namespace {

namespace json = boost::json;

// Boost.JSON takes a name twice; this handler of its parser does not.
struct UniqueNames {
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Code = json::error_code;

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }
    bool on_array_begin(Code&) { return true; }
    bool on_array_end(std::size_t, Code&) { return true; }
    bool on_object_begin(Code&) {
        m_names.emplace_back();
        return true;
    }
    bool on_object_end(std::size_t, Code&) {
        m_names.pop_back();
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, Code&) {
        m_name.append(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, Code& code) {
        m_name.append(part.data(), part.size());
        if (!m_names.back().insert(m_name).second) {
            twice = m_name;
            code = json::error::syntax;
            return false;
        }
        m_name.clear();
        return true;
    }
    bool on_string_part(json::string_view, std::size_t, Code&) { return true; }
    bool on_string(json::string_view, std::size_t, Code&) { return true; }
    bool on_number_part(json::string_view, Code&) { return true; }
    bool on_int64(std::int64_t, json::string_view, Code&) { return true; }
    bool on_uint64(std::uint64_t, json::string_view, Code&) { return true; }
    bool on_double(double, json::string_view, Code&) { return true; }
    bool on_bool(bool, Code&) { return true; }
    bool on_null(Code&) { return true; }
    bool on_comment_part(json::string_view, Code&) { return true; }
    bool on_comment(json::string_view, Code&) { return true; }

    std::string twice;

private:
    std::vector<std::unordered_set<std::string>> m_names;
    std::string m_name;
};

Fault syntaxFault(std::string expected, std::string found, std::size_t line = 0) {
    auto fault = makeFault(FaultCode::Syntax, Path(), std::move(expected), std::move(found));
    fault.line = line;
    return fault;
}

std::size_t lineAt(std::string_view text, std::size_t offset) {
    const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
    return 1 + static_cast<std::size_t>(std::count(text.begin(), end, '\n'));
}

json::parse_options bounds() {
    json::parse_options options;
    options.max_depth = mostDepth;
    return options;
}

// The first thing wrong with the text, or nothing.
std::optional<Fault> check(std::string_view text) {
    json::basic_parser<UniqueNames> parser(bounds());
    json::error_code code;
    const auto consumed = parser.write_some(false, text.data(), text.size(), code);
    if (!parser.handler().twice.empty()) {
        auto fault = syntaxFault("each name once in an object", quoted(parser.handler().twice) + " a second time",
                                 lineAt(text, consumed));
        fault.code = FaultCode::Duplicate;
        return fault;
    }
    if (code == json::error::too_deep)
        return syntaxFault("at most " + std::to_string(mostDepth) + " levels", "more", lineAt(text, consumed));
    if (code.failed())
        return syntaxFault("JSON", code.message(), lineAt(text, consumed));
    const auto rest = text.substr(consumed);
    if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos)
        return syntaxFault("one JSON value", "more text behind it", lineAt(text, consumed));
    return std::nullopt;
}

// Walks a text that is known to be JSON.
class LineScanner {
public:
    explicit LineScanner(std::string_view text) : m_text(text) {}

    std::map<std::string, std::size_t, std::less<>> scan() {
        value("");
        return std::move(m_lines);
    }

private:
    char peek() {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos) {
            m_line += m_text[m_at] == '\n' ? 1U : 0U;
            ++m_at;
        }
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }

    std::string_view string() {
        const auto begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != '"')
            m_at += m_text[m_at] == '\\' ? 2U : 1U;
        ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    void value(const std::string& pointer) {
        const char first = peek();
        m_lines.emplace(pointer, m_line);
        if (first == '{') {
            members(pointer);
        } else if (first == '[') {
            ++m_at;
            for (std::size_t i = 0; peek() != ']' && m_at < m_text.size(); ++i) {
                value(pointer + "/" + std::to_string(i));
                skip(',');
            }
            ++m_at;
        } else if (first == '"') {
            string();
        } else {
            m_at = std::min(m_text.find_first_of(",]} \t\r\n", m_at), m_text.size());
        }
    }

    void members(const std::string& pointer) {
        ++m_at;
        while (peek() != '}' && m_at < m_text.size()) {
            const auto name = json::parse(string());
            skip(':');
            value(pointer + Path(Path(), std::string_view(name.get_string())).pointer());
            skip(',');
        }
        ++m_at;
    }

    void skip(char c) {
        if (peek() == c)
            ++m_at;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    std::map<std::string, std::size_t, std::less<>> m_lines;
};

// Shortest text that reads back the same; whole numbers without fraction or exponent.
void appendNumber(std::string& out, double number) {
    std::array<char, 64> buffer{};
    const bool whole = std::abs(number) < 1e15 && number == std::floor(number);
    const auto [end, code] =
        whole ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(number))
              : std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    out.append(buffer.data(), end);
}

struct Layout {
    bool sorted = false;
    bool indented = false;
};

void newLine(std::string& out, const Layout& layout, std::size_t level) {
    if (layout.indented)
        out.append(1, '\n').append(level * 2, ' ');
}

void append(std::string& out, const json::value& value, const Layout& layout, std::size_t level);

void appendObject(std::string& out, const json::object& object, const Layout& layout, std::size_t level) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : object)
        members.push_back(&member);
    if (layout.sorted)
        std::sort(members.begin(), members.end(), [](const auto* a, const auto* b) { return a->key() < b->key(); });
    out += '{';
    for (std::size_t i = 0; i < members.size(); ++i) {
        out += i == 0 ? "" : ",";
        newLine(out, layout, level + 1);
        appendJsonString(out, members[i]->key());
        out += layout.indented ? ": " : ":";
        append(out, members[i]->value(), layout, level + 1);
    }
    if (!members.empty())
        newLine(out, layout, level);
    out += '}';
}

void append(std::string& out, const json::value& value, const Layout& layout, std::size_t level) {
    if (const auto* object = value.if_object()) {
        appendObject(out, *object, layout, level);
    } else if (const auto* array = value.if_array()) {
        out += '[';
        for (std::size_t i = 0; i < array->size(); ++i) {
            out += i == 0 ? "" : ",";
            newLine(out, layout, level + 1);
            append(out, (*array)[i], layout, level + 1);
        }
        if (!array->empty())
            newLine(out, layout, level);
        out += ']';
    } else if (const auto* number = value.if_double()) {
        appendNumber(out, *number);
    } else if (const auto* text = value.if_string()) {
        appendJsonString(out, *text);
    } else {
        out += json::serialize(value);
    }
}

} // namespace

Checked<json::value> parseJson(std::string_view text, std::size_t mostBytes) {
    if (text.size() > mostBytes)
        return tl::unexpected<Faults>(Faults{
            syntaxFault("at most " + std::to_string(mostBytes) + " bytes", std::to_string(text.size()) + " bytes")});
    if (auto fault = check(text))
        return tl::unexpected<Faults>(Faults{std::move(*fault)});
    json::error_code code;
    auto value = json::parse(text, code, {}, bounds());
    if (code.failed())
        return tl::unexpected<Faults>(Faults{syntaxFault("JSON", code.message())});
    return value;
}

std::map<std::string, std::size_t, std::less<>> linesOfJson(std::string_view text) {
    return LineScanner(text).scan();
}

std::string canonicalJson(const json::value& value) {
    std::string out;
    append(out, value, {true, false}, 0);
    return out;
}

std::string prettyJson(const json::value& value) {
    std::string out;
    append(out, value, {false, true}, 0);
    return out;
}

} // namespace gatehouse::contract
