// SPDX-License-Identifier: Apache-2.0
#include "core/admin/json_diff.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

// RFC 6901.
std::string within(const std::string& path, std::string_view name) {
    std::string out = path + '/';
    for (const char c : name)
        out += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
    return out;
}

void compare(const std::string& path, const json::value& before, const json::value& after, json::array& out) {
    if (before == after)
        return;
    const auto* left = before.if_object();
    const auto* right = after.if_object();
    if (left != nullptr && right != nullptr) {
        for (const auto& member : *left) {
            const auto* other = right->if_contains(member.key());
            compare(within(path, member.key()), member.value(), other != nullptr ? *other : json::value(), out);
        }
        for (const auto& member : *right) {
            if (!left->contains(member.key()))
                compare(within(path, member.key()), json::value(), member.value(), out);
        }
        return;
    }
    const auto* first = before.if_array();
    const auto* second = after.if_array();
    if (first != nullptr && second != nullptr) {
        for (std::size_t i = 0; i < std::max(first->size(), second->size()); ++i)
            compare(within(path, std::to_string(i)), i < first->size() ? (*first)[i] : json::value(),
                    i < second->size() ? (*second)[i] : json::value(), out);
        return;
    }
    out.push_back(json::object{{"path", path}, {"before", before}, {"after", after}});
}

} // namespace

json::array differences(const json::value& before, const json::value& after) {
    json::array out;
    compare("", before, after, out);
    return out;
}

} // namespace gatehouse::admin
