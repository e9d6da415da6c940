// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/config/snapshot.h"

#include <boost/json/array.hpp>

namespace gatehouse::admin {

// The targets that routes name, and those that were called, a row for each key: as GET /traffic tells of them.
boost::json::array targetsInTraffic(const AdminDependencies& with, const config::Snapshot& snapshot);

} // namespace gatehouse::admin
