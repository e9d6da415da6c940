// SPDX-License-Identifier: Apache-2.0
#include "core/admin/moment.h"

#include "core/base/text.h"
#include "core/contract/fault.h"

namespace gatehouse::admin {
namespace {

// A time (RFC 3339), or a length back from now: "-24h".
bool isMoment(std::string_view text) {
    if (!text.starts_with('-'))
        return parseTime(text).has_value();
    const auto digits = text.substr(1, text.size() < 3 ? 0 : text.size() - 2);
    return digits.size() <= 4 && parseUnsigned(digits) &&
           std::string_view("mhd").find(text.back()) != std::string_view::npos;
}

} // namespace

Result<void> checkMoment(const Request& request, const char* name) {
    if (!request.has(name) || isMoment(request.parameter(name)))
        return {};
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_parameter";
    error.field = name;
    error.expected = "a time (RFC 3339) or a length back from now (-24h)";
    error.found = contract::quoted(request.parameter(name));
    error.message = "The query parameter is wrong: expected " + error.expected + ", found " + error.found + '.';
    return tl::unexpected<Error>(std::move(error));
}

} // namespace gatehouse::admin
