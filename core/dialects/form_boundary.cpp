// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/form_boundary.h"

#include "core/base/text.h"
#include "core/dialects/header_parameters.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestBoundary = 70;

bool isBoundaryByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
}

bool isBoundary(std::string_view text) {
    return !text.empty() && text.size() <= longestBoundary && !text.ends_with(' ') &&
           std::all_of(text.begin(), text.end(), isBoundaryByte);
}

} // namespace

bool isFormType(std::string_view contentType) {
    return equalsIgnoringCase(trim(contentType.substr(0, contentType.find(';'))), "multipart/form-data");
}

Result<std::string> formBoundary(std::string_view contentType) {
    const auto type = readParameters(contentType);
    const auto boundary = type ? type->find("boundary") : std::nullopt;
    if (!boundary || !isBoundary(*boundary))
        return failure(ErrorKind::Invalid, "multipart_boundary",
                       "The Content-Type of a form must name one boundary of 1 to 70 characters (RFC 2046). Let your "
                       "HTTP library set this header.");
    return std::string(*boundary);
}

} // namespace gatehouse::dialects
