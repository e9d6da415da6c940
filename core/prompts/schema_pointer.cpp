// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/schema_pointer.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gatehouse::prompts {

namespace json = boost::json;

namespace {

std::string unescaped(std::string_view part) {
    std::string out;
    for (std::size_t i = 0; i < part.size(); ++i) {
        const bool escape = part[i] == '~' && i + 1 < part.size() && (part[i + 1] == '0' || part[i + 1] == '1');
        out += escape ? (part[++i] == '0' ? '~' : '/') : part[i];
    }
    return out;
}

} // namespace

std::string escapedForPointer(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

const json::value* valueAt(const json::value& document, std::string_view pointer) {
    const auto* at = &document;
    while (at != nullptr && !pointer.empty()) {
        if (pointer.front() != '/')
            return nullptr;
        const auto end = std::min(pointer.find('/', 1), pointer.size());
        const auto part = unescaped(pointer.substr(1, end - 1));
        pointer.remove_prefix(end);
        if (const auto* object = at->if_object()) {
            at = object->if_contains(part);
        } else if (const auto* array = at->if_array()) {
            const auto index = parseUnsigned(part);
            at = index && *index < array->size() ? &(*array)[*index] : nullptr;
        } else {
            at = nullptr;
        }
    }
    return at;
}

} // namespace gatehouse::prompts
