// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

// JSON pointers (RFC 6901).
namespace gatehouse::prompts {

std::string escapedForPointer(std::string_view name);
// What it leads to, or null.
const boost::json::value* valueAt(const boost::json::value& document, std::string_view pointer);

} // namespace gatehouse::prompts
