// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/answer.h"
#include "core/admin/operation.h"

namespace gatehouse::admin {

// POST /subscriptions: an application asks for a published API. Pending, or approved at once where its plan says so;
// those who decide are told. Control thread.
Answer requestSubscription(AdminDependencies& with, const Request& request);

} // namespace gatehouse::admin
