// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/parameter.h"
#include "core/admin/request.h"
#include "core/base/result.h"

#include <string_view>
#include <vector>

namespace gatehouse::admin {

// Decodes "name=value&…" (application/x-www-form-urlencoded: '+' is a blank) and holds it against the operation's
// parameters. Invalid for unknown names, names given twice, broken escapes, NUL, and text that is not UTF-8: nothing
// that is sent is ignored.
Result<Texts> parseQuery(std::string_view query, const std::vector<Parameter>& parameters);

} // namespace gatehouse::admin
