// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/lease.h"
#include "core/base/result.h"
#include "core/store/connection.h"

namespace gatehouse::store {

// Work that belongs to a node, a table each.
enum class NodeWork { Jobs, Deliveries };

// Says that the connection's node lives, and takes over what nodes left that live no more: in one transaction, so that
// one only takes it. By the database's clock. A node whose own lease lapsed takes nothing over yet: where the database
// was away, the others had no chance to say that they live. Nothing where no other process can be.
Result<Renewal> renewLease(Connection& connection, NodeWork work);

} // namespace gatehouse::store
