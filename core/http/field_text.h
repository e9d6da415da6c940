// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// What may stand in a header field that is sent (RFC 9110 §5).
namespace gatehouse::http {

bool isTokenCharacter(char c);
bool isFieldName(std::string_view name);
// No control bytes but the tab; bytes beyond ASCII may stand there.
bool isFieldValue(std::string_view value);

} // namespace gatehouse::http
