// SPDX-License-Identifier: Apache-2.0
#include "core/admin/call_filter.h"

#include <utility>

namespace gatehouse::admin {

Error filterError(contract::FilterError&& wrong) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_filter";
    error.message = "The filter q is wrong at byte " + std::to_string(wrong.position) + ": " + wrong.message;
    error.field = wrong.field.empty() ? "q" : "q." + wrong.field;
    error.expected = std::move(wrong.expected);
    error.found = std::move(wrong.found);
    return error;
}

} // namespace gatehouse::admin
