// SPDX-License-Identifier: Apache-2.0
#include "core/contract/describe.h"

#include "core/base/text.h"

#include <re2/re2.h>

namespace gatehouse::contract {

Type textType(std::string expected, std::size_t mostLength) {
    Type type;
    type.expected = std::move(expected);
    type.mostLength = mostLength;
    return type;
}

Type checkedText(std::string expected, std::string pattern, bool (*check)(std::string_view), std::size_t mostLength) {
    Type type = textType(std::move(expected), mostLength);
    type.pattern = std::move(pattern);
    type.check = check;
    return type;
}

Type patternText(std::string expected, std::string pattern, std::size_t mostLength) {
    auto type = textType(std::move(expected), mostLength);
    type.check = [matcher = std::make_shared<const re2::RE2>(pattern)](std::string_view text) {
        return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *matcher);
    };
    type.pattern = std::move(pattern);
    return type;
}

Type choiceType(std::vector<std::string> oneOf, std::vector<std::string> later) {
    Type type;
    type.oneOf = std::move(oneOf);
    type.later = std::move(later);
    return type;
}

Type booleanType() {
    Type type;
    type.kind = TypeKind::Boolean;
    return type;
}

Type integerType(std::int64_t least, std::int64_t most) {
    Type type;
    type.kind = TypeKind::Integer;
    type.least = least;
    type.most = most;
    return type;
}

Type durationType(std::chrono::milliseconds least, std::chrono::milliseconds most) {
    Type type = integerType(least.count(), most.count());
    type.kind = TypeKind::Duration;
    return type;
}

Type moneyType(std::int64_t leastDollars, std::int64_t mostDollars) {
    Type type = integerType(leastDollars, mostDollars);
    type.kind = TypeKind::Money;
    return type;
}

Type timeType() {
    Type type;
    type.kind = TypeKind::Time;
    return type;
}

Type listType(Type element, std::size_t leastItems, std::size_t mostItems) {
    Type type;
    type.kind = TypeKind::List;
    type.element = std::make_shared<const Type>(std::move(element));
    type.leastItems = leastItems;
    type.mostItems = mostItems;
    return type;
}

Type linesType(std::string expected, std::size_t mostLength) {
    auto type = textType(std::move(expected), mostLength);
    type.lines = true;
    return type;
}

Type jsonType(std::string expected, std::size_t mostBytes) {
    auto type = textType(std::move(expected), mostBytes);
    type.kind = TypeKind::Json;
    return type;
}

Type jsonObjectType(std::size_t mostBytes) {
    auto type = jsonType("an object", mostBytes);
    type.objectsOnly = true;
    return type;
}

Type percentType() {
    return patternText("a percentage from 0 to 100 with at most two decimals, such as \"5\"",
                       "^(100(\\.0{1,2})?|[0-9]{1,2}(\\.[0-9]{1,2})?)$", 6);
}

Type mapType(Type name, Type element, std::size_t mostItems) {
    Type type;
    type.kind = TypeKind::Map;
    type.name = std::make_shared<const Type>(std::move(name));
    type.element = std::make_shared<const Type>(std::move(element));
    type.mostItems = mostItems;
    return type;
}

Type idType(std::string_view what) {
    return checkedText(std::string(what) + ": letters, digits, '.', '_' or '-', at most 64, a letter or digit first",
                       "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", isValidId, 64);
}

Type modelType(std::string expected, std::size_t mostLength) {
    return checkedText(std::move(expected),
                       "^[^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?$", isModelName,
                       mostLength);
}

Type urlType() {
    // An IPv6 address as RFC 4291, section 2.2, writes it, also with an IPv4 address as its last two groups.
    const std::string group = "[0-9A-Fa-f]{1,4}";
    const std::string byte = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    const std::string ipv4 = "(" + byte + "\\.){3}" + byte;
    std::string address = "(" + group + ":){7}" + group + "|(" + group + ":){1,7}:|:(:" + group + "){1,7}|::" +
                          "|(" + group + ":){6}" + ipv4 + "|::(" + group + ":){0,5}" + ipv4;
    for (int before = 1; before <= 6; ++before)
        address +=
            "|(" + group + ":){1," + std::to_string(before) + "}(:" + group + "){1," + std::to_string(7 - before) + "}";
    for (int before = 1; before <= 5; ++before)
        address += "|(" + group + ":){1," + std::to_string(before) + "}(:" + group + "){0," +
                   std::to_string(5 - before) + "}:" + ipv4;
    return patternText(
        "an http or https URL",
        "^https?://([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[(" + address +
            ")\\])"
            R"((:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?)"
            R"((/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?$)",
        2048);
}

} // namespace gatehouse::contract
