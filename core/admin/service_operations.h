// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

namespace gatehouse::admin {

void addServiceOperations(Operations& out); // REST services behind published APIs

} // namespace gatehouse::admin
