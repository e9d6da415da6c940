// SPDX-License-Identifier: Apache-2.0
#include "core/contract/filter.h"

#include "core/base/text.h"
#include "core/contract/fault.h"
#include "core/contract/filter_text.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace gatehouse::contract {
namespace {

constexpr std::size_t mostBytes = 4096;
constexpr std::size_t mostTerms = 64;
constexpr std::size_t mostValues = 32;

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// A value as it stands, before its field's type is asked.
struct RawValue {
    std::string text;
    bool quoted = false;
    std::size_t position = 0;
    std::size_t length = 0;
};

std::string_view expectedOf(FilterType type) {
    switch (type) {
    case FilterType::Text:
        return "a text";
    case FilterType::Integer:
        return "a whole number";
    case FilterType::Duration:
        return "a duration such as 500ms, 2s or 1.5m";
    case FilterType::Cost:
        return "dollars such as 0.05";
    case FilterType::Time:
        return "a time such as -1h, today, 2026-11-21 or 2026-11-21T10:30Z";
    case FilterType::Flag:
        break;
    }
    return "yes or no";
}

class Parser {
public:
    Parser(std::string_view text, WallMicros now) : m_text(text), m_now(now) {}

    tl::expected<Filter, FilterError> run() {
        if (m_text.size() > mostBytes)
            fail(0, m_text.size(), "the filter is too long", "at most 4096 bytes", std::to_string(m_text.size()));
        else if (!isValidUtf8(m_text))
            fail(0, m_text.size(), "the filter is not UTF-8", "a text in UTF-8", "other bytes");
        for (skipBlanks(); !m_error && m_at < m_text.size(); skipBlanks())
            term();
        if (m_error)
            return tl::unexpected<FilterError>(std::move(*m_error));
        return std::move(m_filter);
    }

private:
    void fail(std::size_t position, std::size_t length, std::string message, std::string expected, std::string found) {
        if (!m_error)
            m_error = FilterError{position, length, m_field, std::move(message), std::move(expected), std::move(found)};
    }

    void skipBlanks() {
        while (m_at < m_text.size() && isBlank(m_text[m_at]))
            ++m_at;
    }

    void term() {
        FilterTerm term;
        term.position = m_at;
        m_field.clear();
        if (m_text[m_at] == '-' && m_at + 1 < m_text.size() && !isBlank(m_text[m_at + 1])) {
            term.excluded = true;
            ++m_at;
        }
        const auto nameEnd = static_cast<std::size_t>(
            std::find_if_not(m_text.begin() + static_cast<std::ptrdiff_t>(m_at), m_text.end(), isNameCharacter) -
            m_text.begin());
        const auto name = m_text.substr(m_at, nameEnd - m_at);
        if (const auto op = operatorAt(m_text.substr(nameEnd)); op && !name.empty())
            fieldTerm(term, name, nameEnd, *op);
        else
            wordTerm(term);
        term.length = m_at - term.position;
        if (!m_error && m_filter.terms.size() == mostTerms)
            fail(term.position, term.length, "the filter has too many terms", "at most 64 terms", "more");
        m_filter.terms.push_back(std::move(term));
    }

    void wordTerm(FilterTerm& term) {
        if (const auto raw = value(false))
            term.values.emplace_back(FilterText{raw->text, false});
    }

    void fieldTerm(FilterTerm& term, std::string_view name, std::size_t nameEnd,
                   std::pair<FilterOperator, std::size_t> op) {
        const auto* info = fieldNamed(name);
        if (info == nullptr) {
            unknownField(name);
            return;
        }
        m_field = info->name;
        term.field = info->field;
        term.op = op.first;
        m_at = nameEnd + op.second;
        if (!allows(*info, op.first)) {
            fail(nameEnd, op.second, m_field + " cannot be compared with " + std::string(symbolOf(op.first)),
                 info->type == FilterType::Time ? ":" : ": or !=", std::string(symbolOf(op.first)));
            return;
        }
        values(term, *info);
    }

    void unknownField(std::string_view name) {
        std::vector<std::string_view> names;
        std::string all;
        for (const auto& info : filterFields()) {
            names.push_back(info.name);
            all += (all.empty() ? "" : ", ") + std::string(info.name);
        }
        std::string message = "there is no field " + quoted(name);
        if (const auto meant = nearest(name, names); !meant.empty())
            message += "; did you mean " + std::string(meant) + "?";
        else
            message += "; put a text with such a sign in quotes";
        fail(m_at, name.size(), std::move(message), "one of " + all, quoted(name));
    }

    static bool allows(const FilterFieldInfo& info, FilterOperator op) {
        if (info.type == FilterType::Time)
            return op == FilterOperator::Equal;
        const bool equality = op == FilterOperator::Equal || op == FilterOperator::NotEqual;
        return equality || (info.type != FilterType::Text && info.type != FilterType::Flag);
    }

    void values(FilterTerm& term, const FilterFieldInfo& info) {
        const bool several =
            (term.op == FilterOperator::Equal || term.op == FilterOperator::NotEqual) && info.type != FilterType::Time;
        while (!m_error) {
            const auto raw = value(several);
            if (!raw)
                return;
            if (auto typed = typedValue(*raw, info, term.op))
                term.values.push_back(std::move(*typed));
            if (!several || m_at >= m_text.size() || m_text[m_at] != ',')
                return;
            ++m_at;
            if (term.values.size() == mostValues)
                fail(raw->position, raw->length, m_field + " has too many values", "at most 32 values", "more");
        }
    }

    // A quoted or bare text at the cursor; an empty one is a failure.
    std::optional<RawValue> value(bool commaEnds) {
        RawValue raw;
        raw.position = m_at;
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            if (!quotedValue(raw))
                return std::nullopt;
        } else {
            while (m_at < m_text.size() && !isBlank(m_text[m_at]) && !(commaEnds && m_text[m_at] == ','))
                raw.text += m_text[m_at++];
        }
        raw.length = m_at - raw.position;
        if (raw.text.empty()) {
            fail(raw.position, raw.length, m_field.empty() ? "an empty text finds nothing" : m_field + " has no value",
                 "a value", "nothing");
            return std::nullopt;
        }
        return raw;
    }

    bool quotedValue(RawValue& raw) {
        raw.quoted = true;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            raw.text += m_text[m_at];
        }
        fail(raw.position, m_text.size() - raw.position, "the quotes are not closed", "a closing \"", "the end");
        return false;
    }

    std::optional<FilterValue> typedValue(const RawValue& raw, const FilterFieldInfo& info, FilterOperator op) {
        std::optional<FilterValue> typed;
        switch (info.type) {
        case FilterType::Text:
            typed = textValue(raw, info);
            break;
        case FilterType::Integer:
            typed = integerValue(raw.text, op);
            break;
        case FilterType::Duration:
            if (const auto micros = microsOf(raw.text))
                typed = FilterMicros{*micros};
            break;
        case FilterType::Cost:
            if (const auto money = Money::parse(raw.text); money && money->pico() >= 0)
                typed = *money;
            break;
        case FilterType::Time:
            if (const auto time = timeOf(raw.text, m_now))
                typed = FilterMicros{*time};
            break;
        case FilterType::Flag:
            if (raw.text == "yes" || raw.text == "true")
                typed = true;
            else if (raw.text == "no" || raw.text == "false")
                typed = false;
            break;
        }
        if (!typed)
            wrongValue(raw, info);
        return typed;
    }

    static std::optional<FilterValue> textValue(const RawValue& raw, const FilterFieldInfo& info) {
        if (!info.values.empty()) {
            const auto known = std::find(info.values.begin(), info.values.end(), toLower(raw.text));
            if (known == info.values.end())
                return std::nullopt;
            return FilterText{std::string(*known), false};
        }
        if (!raw.quoted && raw.text.ends_with('*'))
            return FilterText{raw.text.substr(0, raw.text.size() - 1), true};
        return FilterText{raw.text, false};
    }

    // "404", or "4xx" where equality is asked.
    static std::optional<FilterValue> integerValue(const std::string& text, FilterOperator op) {
        const bool equality = op == FilterOperator::Equal || op == FilterOperator::NotEqual;
        if (equality && text.size() == 3 && text[0] >= '1' && text[0] <= '5' &&
            equalsIgnoringCase(std::string_view(text).substr(1), "xx")) {
            const auto hundreds = static_cast<std::int64_t>(text[0] - '0') * 100;
            return FilterRange{hundreds, hundreds + 99};
        }
        const auto number = parseUnsigned(text);
        if (!number || *number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return std::nullopt;
        return FilterRange{static_cast<std::int64_t>(*number), static_cast<std::int64_t>(*number)};
    }

    void wrongValue(const RawValue& raw, const FilterFieldInfo& info) {
        std::string expected(expectedOf(info.type));
        if (info.type == FilterType::Text) {
            expected = "one of ";
            for (const auto value : info.values)
                expected += (value == info.values.front() ? "" : ", ") + std::string(value);
        }
        fail(raw.position, raw.length, m_field + " does not take " + quoted(raw.text) + ", but " + expected, expected,
             quoted(raw.text));
    }

    std::string_view m_text;
    WallMicros m_now;
    std::size_t m_at = 0;
    std::string m_field;
    Filter m_filter;
    std::optional<FilterError> m_error;
};

} // namespace

tl::expected<Filter, FilterError> parseFilter(std::string_view text, WallMicros now) {
    return Parser(text, now).run();
}

std::string termText(FilterField field, std::string_view value, bool excluded) {
    const auto* info = infoOf(field);
    std::string text = excluded ? "-" : "";
    if (info != nullptr)
        text += std::string(info->name) + ":";
    return text + quotedForFilter(value);
}

} // namespace gatehouse::contract
