// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Of what is asked about the caches (cache_operations.cpp).
void addCacheSchemas(boost::json::object& out);

} // namespace gatehouse::admin
