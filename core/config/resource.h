// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/change_way.h"
#include "core/config/objects.h"
#include "core/config/plan.h"
#include "core/config/presets.h"
#include "core/contract/fault.h"

#include <boost/json/value.hpp>
#include <span>
#include <string>
#include <string_view>

// Single resources as the admin API takes them.
namespace gatehouse::config {

// What a resource is checked against.
struct Surroundings {
    const Objects& objects; // all that stand
    const Presets& presets;
    bool demo = true; // the built-in provider is on
    ChangeWay way = ChangeWay::Body;
};

// PUT or POST: a body to the changes that it makes: one for the object itself (Create or Update, none when it is equal
// already), then one for each gateway key that an app's "keys" names. "id" is the address's (empty for POST: the body
// names it; a key's is then made by the caller and put in the body). Origin of a new object is Admin; an existing one
// keeps its own. Read-only fields may come back as they are, and nothing else. Plain provider keys go to the stash.
contract::Checked<Plan> planPut(Kind kind, std::string_view id, const boost::json::value& body,
                                const Surroundings& surroundings, SecretStash& stash, WallMicros now);

// A gateway key that this gateway made: the object without the key itself. "spec" is the POST body (app, name, expires,
// enabled). Faults as in planPut.
contract::Checked<Plan> planNewKey(std::string_view id, const Secret& key, const boost::json::value& body,
                                   const Surroundings& surroundings, WallMicros now);

// Conflict naming what still refers to it; a deleted app takes its keys with it.
contract::Checked<Plan> planDelete(Kind kind, std::string_view id, const Objects& objects);

// RFC 7396. Feed the result to planPut().
boost::json::value applyMergePatch(const boost::json::value& target, const boost::json::value& patch);

const StoredObject* findObject(const Objects& objects, Kind kind, std::string_view id);

// Strong ETag of a body, with its quotes.
std::string etagOf(const boost::json::object& body);

} // namespace gatehouse::config
