// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/contract/kind.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Configuration objects as the store keeps them: the truth that the file and the admin API are two doors to.
namespace gatehouse::config {

using contract::allKinds;
using contract::Kind;
using contract::kindNamed;
using contract::nameOf;
using contract::singularOf;

// Who made an object first. A later file removes only what an earlier file made (or everything with prune).
enum class Origin { File, Admin };

constexpr std::string_view nameOf(Origin origin) {
    return origin == Origin::File ? "file" : "admin";
}

// "body" is what GET /admin/v1/{kind}/{id} shows, in the file's fields and forms, defaults filled in: always the
// output of readResource() or planApply(), so that equal objects have equal bodies. It never holds a secret: a key's
// body has id, app, digest (hex of SHA-256), last_four, name, created, expires, revoked and enabled.
struct StoredObject {
    Kind kind = Kind::Provider;
    std::string id;
    boost::json::object body;
    Origin origin = Origin::Admin;
    std::uint64_t revision = 0; // of the configuration in which it last changed
    WallMicros changed = 0;
};

using Objects = std::vector<StoredObject>;

} // namespace gatehouse::config
