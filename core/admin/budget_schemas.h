// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// What GET /budgets/state answers with.
void addBudgetSchemas(boost::json::object& out);

} // namespace gatehouse::admin
