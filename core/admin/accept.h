// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// The media type of a Content-Type field: lower case, without parameters; "" when there is none.
std::string mediaTypeOf(std::string_view contentType);
// Is a charset parameter absent or UTF-8?
bool isUtf8Type(std::string_view contentType);

// Which of the offered types an Accept field wants most (RFC 9110 §12.5.1); the first where it does not care; "" where
// it takes none of them.
std::string_view chooseMediaType(std::string_view accept, const std::vector<std::string_view>& offered);

} // namespace gatehouse::admin
