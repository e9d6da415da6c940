// SPDX-License-Identifier: Apache-2.0
#include "core/admin/shown.h"

#include "core/config/resource.h"

#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

std::string_view textIn(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

} // namespace

Shown::Shown(const config::Objects& objects) {
    for (const auto& object : objects) {
        if (object.kind == config::Kind::Key)
            m_keysByApp.emplace(textIn(object.body, "app"), &object);
    }
}

json::object Shown::body(const config::StoredObject& object) const {
    auto body = object.body;
    if (object.kind != config::Kind::App)
        return body;
    json::array keys;
    const auto [first, last] = m_keysByApp.equal_range(object.id);
    for (auto key = first; key != last; ++key) {
        const auto digest = textIn(key->second->body, "digest");
        keys.emplace_back("hash:" + key->second->id + ':' + std::string(digest));
    }
    body["keys"] = std::move(keys);
    return body;
}

std::string Shown::tag(const config::StoredObject& object) const {
    return config::etagOf(body(object));
}

} // namespace gatehouse::admin
