// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Of the operations on published APIs and subscriptions.
void addProductSchemas(boost::json::object& out);

} // namespace gatehouse::admin
