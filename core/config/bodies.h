// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/contract/descriptions.h"
#include "core/contract/resources.h"

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Bodies of stored objects to plain values and back.
namespace gatehouse::config {

// The text of a member, or "".
std::string textIn(const boost::json::object& body, std::string_view name);

contract::KeySpec keyOf(const boost::json::object& body);

// The form in which objects are stored and shown.
template <typename Spec>
boost::json::object bodyOf(const Spec& spec) {
    return contract::writeSpec(spec, contract::Form::Api, contract::Writing::Full);
}

// What stands while nobody has set a single object (contract::isSingle); empty for the other kinds.
boost::json::object defaultBodyOf(Kind kind);

// The name of the field that holds an object's id: "model" for routes.
constexpr std::string_view idFieldOf(Kind kind) {
    return kind == Kind::Route ? "model" : "id";
}

// Providers that the targets and the shadow of a route's body name.
std::vector<std::string> providersOf(const boost::json::object& route);

// The objects that a budget's body names: whom it is for, and the route that it switches to.
std::vector<std::pair<Kind, std::string>> namedBy(const boost::json::object& budget);

// What a provider's body names as keys, proxy password and client key.
std::vector<std::string> secretReferencesOf(const boost::json::object& provider);

inline constexpr std::string_view demoProvider = "demo";

} // namespace gatehouse::config
