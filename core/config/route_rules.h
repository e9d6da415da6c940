// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <boost/json/object.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

// What a description cannot say of routes.
namespace gatehouse::config {

// Of one route in itself: weights that sum to zero, names that no target or two have, shares over 100, a hash without
// its strategy, an unknown time zone, rules that say nothing or two things.
contract::Faults checkRoute(const contract::RouteSpec& route, const contract::Path& path);

// Where the calls of each route may go on: by its name, the names of the routes that its rules and fallbacks lead to
// and its cache asks for embeddings.
using RouteWays = std::map<std::string, std::vector<std::string>, std::less<>>;
std::vector<std::string> waysOf(const contract::RouteSpec& route);
std::vector<std::string> waysOf(const boost::json::object& body); // of a stored route

// The routes of a circle that begins at a route, in their order; empty: there is none.
std::vector<std::string> circleFrom(const std::string& route, const RouteWays& ways);

// Rules, fallbacks and caches that lead to a route that is none of "ways", or back to where they came from.
contract::Faults checkWays(const contract::RouteSpec& route, const RouteWays& ways, const contract::Path& path);

} // namespace gatehouse::config
