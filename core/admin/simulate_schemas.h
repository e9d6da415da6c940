// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Of what is asked about keys, prices and routing (key_operations.cpp, price_operations.cpp, simulate_operations.cpp).
void addRoutingSchemas(boost::json::object& out);

} // namespace gatehouse::admin
