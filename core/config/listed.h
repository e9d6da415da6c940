// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

namespace gatehouse::config {

// "a, b, c", and "and 12 more" behind the tenth: names in a sentence for a person.
std::string listed(const std::set<std::string>& names);

} // namespace gatehouse::config
