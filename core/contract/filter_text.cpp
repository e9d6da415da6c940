// SPDX-License-Identifier: Apache-2.0
#include "core/contract/filter_text.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace gatehouse::contract {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t day = 86'400 * second;

struct Unit {
    std::string_view name;
    std::int64_t micros;
};
constexpr std::array<Unit, 7> units{
    {{"us", 1}, {"ms", 1'000}, {"s", second}, {"m", 60 * second}, {"h", 3'600 * second}, {"d", day}, {"w", 7 * day}}};

std::optional<std::int64_t> lengthOf(std::string_view text, std::string_view unitWhenBare) {
    const auto end = std::min(text.find_first_not_of("0123456789."), text.size());
    double number = 0;
    const auto [stop, code] = std::from_chars(text.data(), text.data() + end, number);
    if (end == 0 || code != std::errc() || stop != text.data() + end)
        return std::nullopt;
    const auto unit = end == text.size() ? unitWhenBare : text.substr(end);
    for (const auto& known : units) {
        const double micros = number * static_cast<double>(known.micros);
        if (known.name == unit)
            return micros < 4e15 ? std::optional(static_cast<std::int64_t>(std::llround(micros))) : std::nullopt;
    }
    return std::nullopt;
}

WallMicros startOfDay(WallMicros time) {
    return time - (time % day + day) % day;
}

} // namespace

const FilterFieldInfo* fieldNamed(std::string_view name) {
    const auto& fields = filterFields();
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const FilterFieldInfo& info) {
        return equalsIgnoringCase(info.name, name);
    });
    return found == fields.end() ? nullptr : &*found;
}

const FilterFieldInfo* infoOf(FilterField field) {
    const auto& fields = filterFields();
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [field](const FilterFieldInfo& info) { return info.field == field; });
    return found == fields.end() ? nullptr : &*found;
}

std::string_view symbolOf(FilterOperator op) {
    switch (op) {
    case FilterOperator::Equal:
        return ":";
    case FilterOperator::NotEqual:
        return "!=";
    case FilterOperator::Less:
        return "<";
    case FilterOperator::LessOrEqual:
        return "<=";
    case FilterOperator::Greater:
        return ">";
    case FilterOperator::GreaterOrEqual:
        break;
    }
    return ">=";
}

std::optional<std::pair<FilterOperator, std::size_t>> operatorAt(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, FilterOperator>, 7> operators{
        {{">=", FilterOperator::GreaterOrEqual},
         {"<=", FilterOperator::LessOrEqual},
         {"!=", FilterOperator::NotEqual},
         {">", FilterOperator::Greater},
         {"<", FilterOperator::Less},
         {":", FilterOperator::Equal},
         {"=", FilterOperator::Equal}}};
    for (const auto& [symbol, op] : operators) {
        if (text.starts_with(symbol))
            return std::pair(op, symbol.size());
    }
    return std::nullopt;
}

std::optional<std::int64_t> microsOf(std::string_view text) {
    return lengthOf(text, "ms");
}

std::optional<WallMicros> timeOf(std::string_view text, WallMicros now) {
    if (text == "now")
        return now;
    if (text == "today")
        return startOfDay(now);
    if (text == "yesterday")
        return startOfDay(now) - day;
    if (text.starts_with('-')) {
        const auto ago = lengthOf(text.substr(1), "");
        return ago ? std::optional(now - *ago) : std::nullopt;
    }
    // What is left out of a time stands for its beginning.
    static constexpr std::string_view whole = "0000-01-01T00:00:00Z";
    std::string full(text);
    if (text.size() == 10 || text.size() == 16 || (text.size() == 19 && !text.ends_with('Z')))
        full += whole.substr(text.size());
    else if (text.size() == 17 && text.ends_with('Z'))
        full.insert(16, ":00");
    return parseTime(full);
}

std::string quotedForFilter(std::string_view value) {
    const bool bare =
        !value.empty() && value.front() != '-' && value.find_first_of(" \t\r\n\",\\:=<>!*") == std::string_view::npos;
    if (bare)
        return std::string(value);
    std::string out = "\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + "\"";
}

} // namespace gatehouse::contract
