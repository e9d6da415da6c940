// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Of the operations on REST services.
void addServiceSchemas(boost::json::object& out);

} // namespace gatehouse::admin
