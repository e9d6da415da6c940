// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// "multipart/form-data", whatever its parameters.
bool isFormType(std::string_view contentType);

// The boundary of a form's Content-Type (RFC 2046 §5.1.1): 1 to 70 of its characters, named once. Errors: Invalid
// multipart_boundary.
Result<std::string> formBoundary(std::string_view contentType);

} // namespace gatehouse::dialects
