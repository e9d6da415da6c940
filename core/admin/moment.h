// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/request.h"
#include "core/base/result.h"

namespace gatehouse::admin {

// Whether a query parameter is absent, a time (RFC 3339), or a length back from now ("-24h"). Invalid else.
Result<void> checkMoment(const Request& request, const char* name);

} // namespace gatehouse::admin
