// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_tree.h"

#include <string>
#include <string_view>

// Values in one spelling each. Texts stand with their length in front, so that no text can look like two.
namespace gatehouse::cache {

// "0.70", "7e-1" and "0.7" are the same number; one whose exponent has more than six digits stays as it was written.
std::string canonicalNumber(std::string_view number);

void addText(std::string& out, std::string_view text);
// Members in the order of their names. Where the string that is "blank" stands, a mark is put in its place; "" has
// none.
void addValue(std::string& out, dialects::json::View value, std::string_view blank = {});

} // namespace gatehouse::cache
