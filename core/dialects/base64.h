// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// RFC 4648 §4, with padding. decodeBase64() is in translation.h.
void appendBase64(std::string& out, std::string_view bytes);
std::string encodeBase64(std::string_view bytes);

} // namespace gatehouse::dialects
