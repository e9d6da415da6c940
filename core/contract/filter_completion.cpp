// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/contract/filter_text.h"

#include <algorithm>
#include <array>

namespace gatehouse::contract {
namespace {

// The term around the cursor: quotes keep blanks together.
struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Token tokenAt(std::string_view text, std::size_t cursor) {
    Token token;
    bool quotes = false;
    for (std::size_t i = 0; i < cursor; ++i) {
        if (text[i] == '"')
            quotes = !quotes;
        else if (!quotes && (text[i] == ' ' || text[i] == '\t'))
            token.begin = i + 1;
    }
    token.end = cursor;
    while (token.end < text.size() && (quotes || (text[token.end] != ' ' && text[token.end] != '\t'))) {
        if (text[token.end] == '"')
            quotes = !quotes;
        ++token.end;
    }
    return token;
}

bool beginsWith(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equalsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

std::string_view usualOperator(const FilterFieldInfo& info) {
    switch (info.type) {
    case FilterType::Duration:
    case FilterType::Cost:
        return ">";
    case FilterType::Integer:
        return info.field == FilterField::Status ? ":" : ">";
    default:
        return ":";
    }
}

std::vector<std::string_view> usualValues(const FilterFieldInfo& info) {
    if (!info.values.empty())
        return info.values;
    if (info.type == FilterType::Time)
        return {"-15m", "-1h", "-24h", "-7d", "-30d", "today", "yesterday"};
    if (info.type == FilterType::Duration)
        return {"500ms", "1s", "2s", "10s", "1m"};
    if (info.field == FilterField::Status)
        return {"2xx", "4xx", "5xx", "429"};
    return {};
}

void addFields(FilterCompletions& out, std::string_view prefix, std::size_t position, std::size_t length) {
    for (const auto& info : filterFields()) {
        if (beginsWith(info.name, prefix))
            out.items.push_back({position, length, std::string(info.name) + std::string(usualOperator(info)),
                                 std::string(info.explanation) + ", as in " + std::string(info.example)});
    }
}

} // namespace

FilterCompletions completeFilter(std::string_view text, std::size_t cursor) {
    FilterCompletions out;
    cursor = std::min(cursor, text.size());
    auto [begin, end] = tokenAt(text, cursor);
    if (begin < cursor && text[begin] == '-')
        ++begin;
    const auto token = text.substr(begin, end - begin);
    const auto sign = token.find_first_of(":=<>!\"");
    if (sign == std::string_view::npos || begin + sign >= cursor) {
        addFields(out, text.substr(begin, cursor - begin), begin, end - begin);
        return out;
    }
    const auto* info = fieldNamed(token.substr(0, sign));
    const auto op = operatorAt(token.substr(sign));
    if (info == nullptr || !op)
        return out;
    // Behind the operator, or behind the last comma before the cursor.
    auto valueBegin = begin + sign + op->second;
    if (valueBegin > cursor)
        return out;
    if (const auto comma = text.substr(valueBegin, cursor - valueBegin).rfind(','); comma != std::string_view::npos)
        valueBegin += comma + 1;
    out.prefix = std::string(text.substr(valueBegin, cursor - valueBegin));
    out.valuesFrom = info->valuesFrom;
    const auto valueEnd = std::min({text.find(',', cursor), end});
    for (const auto value : usualValues(*info)) {
        if (beginsWith(value, out.prefix))
            out.items.push_back(
                {valueBegin, valueEnd - valueBegin, std::string(value), std::string(info->explanation)});
    }
    return out;
}

} // namespace gatehouse::contract
