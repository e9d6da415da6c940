// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <boost/json/object.hpp>

namespace gatehouse::admin {

void addJobOperations(Operations& out);     // calls that are answered later
void addWebhookOperations(Operations& out); // their secrets, a try, what was sent
void addJobSchemas(boost::json::object& schemas);

} // namespace gatehouse::admin
