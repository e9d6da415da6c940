// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Versions, labels and comparison of chains, their checks and test runs.
void addChainOperations(Operations& out);
void addChainSchemas(boost::json::object& out);

} // namespace gatehouse::admin
