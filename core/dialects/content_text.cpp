// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/content_text.h"

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;
using json::Type;

bool isNoText(std::string_view name) {
    return name == "id" || name == "type" || name == "role" || name == "signature" || name == "data" ||
           name == "encrypted_content" || name == "encrypted_index" || name == "format" || name == "tool_use_id" ||
           name == "url";
}

std::size_t textBytes(std::string_view raw) {
    std::size_t bytes = raw.size();
    for (auto at = raw.find('\\'); at != std::string_view::npos && at + 1 < raw.size(); at = raw.find('\\', at + 2)) {
        if (raw[at + 1] == 'u')
            bytes -= 3;
    }
    return bytes;
}

// All strings of a container's text that are values; names are those in front of a colon.
std::size_t textIn(std::string_view container) {
    std::size_t bytes = 0;
    bool counts = true;
    const char* at = container.data();
    const char* const end = at + container.size();
    while (at < end) {
        if (*at != '"') {
            if (*at == ',' || *at == ']' || *at == '}')
                counts = true;
            ++at;
            continue;
        }
        const char* const begin = ++at;
        while ((at = json::findQuoteOrEscape(at, end)) < end && *at == '\\')
            at += 2;
        if (at >= end)
            return bytes;
        const std::string_view text(begin, static_cast<std::size_t>(at - begin));
        ++at;
        const char* behind = at;
        while (behind < end && json::isBlank(*behind))
            ++behind;
        if (behind < end && *behind == ':')
            counts = !isNoText(text);
        else if (counts)
            bytes += textBytes(text);
    }
    return bytes;
}

} // namespace

void addContent(ContentText& content, JsonCursor& at) {
    switch (at.type()) {
    case Type::String:
        if (const auto text = at.rawString(); text && !text->empty()) {
            content.bytes += textBytes(*text);
            content.any = true;
        }
        return;
    case Type::Object:
    case Type::Array: {
        const auto container = at.raw();
        content.bytes += textIn(container);
        content.any = content.any || container.find_first_not_of(" \t\r\n", 1) + 1 < container.size();
        return;
    }
    case Type::Number:
    case Type::Boolean:
        content.any = true;
        at.skip();
        return;
    default:
        at.skip();
        return;
    }
}

} // namespace gatehouse::dialects
