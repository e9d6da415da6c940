// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_reading.h"

#include <algorithm>

namespace gatehouse::dialects {

UnknownFields unknownFields(json::View object, std::span<const char* const> known, Dialect dialect) {
    UnknownFields fields;
    for (const json::View member : object.children()) {
        if (member.given() && std::find(known.begin(), known.end(), member.name()) == known.end())
            fields.push_back({dialect, std::string(member.name()), member.compact()});
    }
    return fields;
}

std::optional<NumberText> numberIn(json::View value) {
    if (!value.isNumber())
        return std::nullopt;
    return NumberText(value.numberText());
}

std::optional<CacheMark> cacheMarkIn(json::View object) {
    const json::View mark = object["cache_control"];
    if (!mark.given())
        return std::nullopt;
    return CacheMark{mark["ttl"].text()};
}

Result<void> checkParts(json::View content, const std::string& path) {
    if (!content.isArray())
        return {};
    int at = 0;
    for (const json::View part : content.children()) {
        const std::string place = path + '[' + std::to_string(at++) + ']';
        if (!part.isObject())
            return invalidField(place, "an object");
        if (auto inner = checkParts(part["content"], place + ".content"); !inner)
            return inner;
    }
    return {};
}

tl::unexpected<Error> invalidField(std::string field, std::string expected) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.message = "\"" + field + "\" must be " + expected + ".";
    error.field = std::move(field);
    error.expected = std::move(expected);
    return tl::unexpected(std::move(error));
}

} // namespace gatehouse::dialects
