// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

namespace gatehouse::admin {

// Marks what the developer portal's page needs of operations that are the console's as well; those that are the
// portal's own say so themselves. What a caller sees there is decided by rights, as at the other door.
void markPortalOperations(Operations& operations);

} // namespace gatehouse::admin
