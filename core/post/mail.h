// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::post {

// A mail in plain text. What stands in it comes from people: nothing of it can become a header, another receiver or a
// command of SMTP.
struct Mail {
    std::string from; // an address
    std::vector<std::string> to;
    std::string subject;
    std::string text;
};

// An address as SMTP takes it between < and > (RFC 5321 §4.1.2 without quoted local parts): no blank, no control byte,
// no angle bracket, one "@", ASCII only.
bool isMailAddress(std::string_view text);

// The message with its header (RFC 5322), the text in base 64 (RFC 2045), so that no line of it can mean anything.
// Errors: Invalid (invalid_mail) for addresses that are none.
Result<std::string> composeMail(const Mail& mail, WallMicros now, std::string_view id);

} // namespace gatehouse::post
