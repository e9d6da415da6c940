// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/form_part.h"

#include "core/base/text.h"
#include "core/dialects/header_parameters.h"

#include <algorithm>
#include <optional>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t mostFields = 16;
constexpr std::size_t longestName = 100;

// The names that APIs give to their fields: "model", "image[]", "chunking_strategy[type]". Readers differ about all
// others (percent escapes, blanks, quotes).
bool isNameByte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.[]").find(c) != std::string_view::npos;
}

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= longestName && std::all_of(text.begin(), text.end(), isNameByte);
}

bool isLineByte(char c) {
    return static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : c == '\t';
}

struct Line {
    std::string_view name;
    std::string_view value;
};

std::optional<Line> readLine(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0 || !std::all_of(line.begin(), line.end(), isLineByte))
        return std::nullopt;
    Line read{line.substr(0, colon), trim(line.substr(colon + 1))};
    const bool proper = std::none_of(read.name.begin(), read.name.end(),
                                     [](char c) { return c <= ' ' || static_cast<unsigned char>(c) >= 0x7F; });
    return proper ? std::optional(read) : std::nullopt;
}

// What the value of a field may be written in; of a file it is the provider's business.
bool isPlainCharset(std::string_view contentType) {
    const auto type = readParameters(contentType);
    if (!type)
        return false;
    const auto charset = type->find("charset");
    return !charset || equalsIgnoringCase(*charset, "utf-8") || equalsIgnoringCase(*charset, "us-ascii");
}

bool isPlainEncoding(std::string_view encoding) {
    return equalsIgnoringCase(encoding, "binary") || equalsIgnoringCase(encoding, "8bit") ||
           equalsIgnoringCase(encoding, "7bit");
}

bool isMultipart(std::string_view contentType) {
    constexpr std::string_view prefix = "multipart/";
    return equalsIgnoringCase(contentType.substr(0, prefix.size()), prefix);
}

Result<FormPart> partOf(std::string_view disposition) {
    const auto read = readParameters(disposition);
    if (!read || !equalsIgnoringCase(read->value, "form-data"))
        return badForm("a part's Content-Disposition is not a clear form-data with a name");
    const auto name = read->find("name");
    if (!name || !isName(*name))
        return badForm("a part has no name of letters, digits and _-.[]");
    return FormPart{std::string(*name), read->find("filename").has_value()};
}

} // namespace

tl::unexpected<Error> badForm(std::string_view what) {
    return failure(ErrorKind::Invalid, "multipart_invalid",
                   "The form cannot be read: " + std::string(what) +
                       ". Send multipart/form-data as RFC 7578 has it; an HTTP library does.");
}

Result<FormPart> readFormPart(std::string_view head) {
    std::optional<FormPart> part;
    std::string_view type;
    std::size_t fields = 0;
    while (!head.empty()) {
        const auto end = std::min(head.find("\r\n"), head.size());
        const auto line = readLine(head.substr(0, end));
        head.remove_prefix(std::min(end + 2, head.size()));
        if (!line || ++fields > mostFields)
            return badForm("a part's head holds a line that is no header field");
        if (equalsIgnoringCase(line->name, "content-disposition")) {
            if (part)
                return badForm("a part has two Content-Disposition fields");
            auto read = partOf(line->value);
            if (!read)
                return read;
            part = std::move(*read);
        } else if (equalsIgnoringCase(line->name, "content-type")) {
            if (!type.empty())
                return badForm("a part has two Content-Type fields");
            type = line->value;
        } else if (equalsIgnoringCase(line->name, "content-transfer-encoding") && !isPlainEncoding(line->value)) {
            return badForm("a part has a Content-Transfer-Encoding other than binary");
        }
    }
    if (!part)
        return badForm("a part has no Content-Disposition");
    if (isMultipart(type))
        return failure(ErrorKind::Invalid, "multipart_nested",
                       "The form holds another multipart inside. Send each file as a part of its own.");
    if (!part->file && !type.empty() && !isPlainCharset(type))
        return badForm("the field \"" + part->name + "\" is not in UTF-8");
    return std::move(*part);
}

} // namespace gatehouse::dialects
