// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"

#include <boost/json/object.hpp>
#include <map>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// Objects as the API shows them: the stored body and, for an app, its gateway keys as "hash:ID:DIGEST" in "keys", as
// the file writes them. Made over the objects of one configuration, which must outlive it.
class Shown {
public:
    explicit Shown(const config::Objects& objects);
    boost::json::object body(const config::StoredObject& object) const;
    // Strong entity tag of that body, with its quotes.
    std::string tag(const config::StoredObject& object) const;

private:
    std::multimap<std::string_view, const config::StoredObject*> m_keysByApp;
};

} // namespace gatehouse::admin
