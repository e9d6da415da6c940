// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/fields.h"

namespace gatehouse::dialects::gemini {
namespace {

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

char lower(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::string snakeCase(std::string_view camel) {
    std::string out;
    out.reserve(camel.size() + 4);
    for (const char c : camel) {
        if (isUpper(c))
            out += '_';
        out += lower(c);
    }
    return out;
}

std::string camelCase(std::string_view snake) {
    std::string out;
    out.reserve(snake.size());
    bool raise = false;
    for (const char c : snake) {
        if (c == '_' && !out.empty()) {
            raise = true;
            continue;
        }
        out += raise && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        raise = false;
    }
    return out;
}

bool isField(std::string_view written, std::string_view camel) {
    std::size_t at = 0;
    for (const char c : camel) {
        if (at < written.size() && written[at] == c) {
            ++at;
            continue;
        }
        if (!isUpper(c) || at + 1 >= written.size() || written[at] != '_' || written[at + 1] != lower(c))
            return false;
        at += 2;
    }
    return at == written.size();
}

json::View field(json::View object, std::string_view camel) {
    for (const json::View member : object.children()) {
        if (isField(member.name(), camel))
            return member;
    }
    return {};
}

} // namespace gatehouse::dialects::gemini
