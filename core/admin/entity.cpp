// SPDX-License-Identifier: Apache-2.0
#include "core/admin/entity.h"

#include "core/admin/control_service.h"
#include "core/base/digest.h"

#include <utility>

namespace gatehouse::admin {
namespace {

constexpr std::size_t tagDigits = 32;
constexpr std::size_t mostWarnings = 8;
constexpr std::size_t mostWarning = 512;

// A header field's value: visible ASCII and blanks.
std::string fieldText(std::string_view text) {
    std::string out;
    for (const char c : text.substr(0, mostWarning))
        out += c >= 0x20 && c < 0x7f ? c : '?';
    return out;
}

} // namespace

Answer taggedAnswer(const Request& request, std::string jsonText) {
    const auto tag = '"' + toHex(sha256(jsonText)).substr(0, tagDigits) + '"';
    if (!request.ifNoneMatch.empty() && matchesTag(request.ifNoneMatch, tag, true))
        return std::move(emptyAnswer(304).with("ETag", tag));
    auto answer = textAnswer(200, "application/json", std::move(jsonText));
    answer.with("ETag", tag);
    return answer;
}

Answer noSuchObject(contract::Kind kind, std::string_view id) {
    return notFoundAnswer("id", "the id of one of the " + std::string(contract::nameOf(kind)), id);
}

Answer notFoundAnswer(std::string field, std::string expected, std::string_view found) {
    Error error;
    error.kind = ErrorKind::NotFound;
    error.code = "not_found";
    error.found = contract::quoted(found);
    error.message = "There is no such thing: expected " + expected + ", found " + error.found + '.';
    error.field = std::move(field);
    error.expected = std::move(expected);
    return problemAnswer(error);
}

Answer withWarnings(Answer answer, const std::vector<std::string>& warnings) {
    for (const auto& warning : warnings) {
        if (answer.fields.size() > mostWarnings)
            break;
        answer.with("Gatehouse-Warning", fieldText(warning));
    }
    return answer;
}

} // namespace gatehouse::admin
