// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/caller.h"
#include "core/base/result.h"
#include "core/config/objects.h"
#include "core/contract/permission.h"

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The one place that decides whose an object is, and who may see and change it.
namespace gatehouse::admin {

// The teams to which an object belongs; none: the organisation's.
using Owners = std::vector<std::string>;

// A subscription has two sides: the application's team asks and cancels, the API's team decides.
enum class Side { Both, Subscriber, Publisher };
Owners ownersOf(const config::Objects& objects, config::Kind kind, std::string_view id, const boost::json::object& body,
                Side side = Side::Both);

// What seeing and changing objects of a kind takes, where the operation does not ask for something more exact.
contract::Permission viewOf(config::Kind kind);
contract::Permission editOf(config::Kind kind);

bool covers(const Caller& caller, contract::Permission permission, const Owners& owners);
bool sees(const Caller& caller, const config::Objects& objects, const config::StoredObject& object);

// Why a caller may not change an object so; nothing where he may. "permission" is the operation's own. Null: it does
// not stand before, or afterwards.
struct Touched {
    config::Kind kind = config::Kind::Provider;
    std::string_view id;
    const boost::json::object* before = nullptr;
    const boost::json::object* after = nullptr;
};
std::optional<Error> refusalOf(const Caller& caller, contract::Permission permission, const config::Objects& objects,
                               const Touched& touched);

std::vector<Grant> grantsIn(const boost::json::object& user);

} // namespace gatehouse::admin
