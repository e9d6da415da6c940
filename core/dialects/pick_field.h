// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

// Single fields of a request body that was scanned already: for routing, which asks for few of them and seldom.
namespace gatehouse::dialects {

// A scalar by its path ("a.b"): texts decoded, numbers and flags as they are written. Nothing where it is absent or an
// object, a list or null.
std::optional<std::string> pickField(std::string_view body, std::string_view path);

// What a prompt begins with, in the order in which providers cache it: tools, system, then the conversation. Empty
// where there is less of it than "least" bytes: no provider caches that.
std::string promptHead(std::string_view body, std::size_t least = 2'048);

} // namespace gatehouse::dialects
