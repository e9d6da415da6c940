// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/contract/resources.h"

#include <string>

// The settings of caches (checked before) as the data plane takes them.
namespace gatehouse::config {

// A ttl of 0: the general one.
CachePolicy cachePolicy(const contract::RouteCacheSpec& spec);
CacheBounds cacheBounds(const contract::CacheSpec& spec);
// What changes when other providers or models, or others of their addresses, serve the route.
std::string targetsDigest(const Route& route, const Snapshot& snapshot);

} // namespace gatehouse::config
