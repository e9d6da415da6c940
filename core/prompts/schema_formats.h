// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string_view>

// The values of "format": those of JSON Schema's validation vocabulary that can be decided, and OpenAPI's of numbers.
namespace gatehouse::prompts {

enum class Format {
    DateTime,
    Date,
    Time,
    Duration,
    Email,
    Hostname,
    Ipv4,
    Ipv6,
    Uri,
    UriReference,
    Uuid,
    JsonPointer,
    Byte, // OpenAPI: base64
    Int32,
    Int64,
    Free, // says nothing that could be checked: float, double, password
};

std::optional<Format> formatNamed(std::string_view name);
// Formats of texts hold for texts only, those of numbers for numbers only. Linear in the length of the text.
bool fitsFormat(Format format, const boost::json::value& value);

} // namespace gatehouse::prompts
