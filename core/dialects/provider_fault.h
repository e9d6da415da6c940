// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/dialect.h"
#include "core/dialects/json_cursor.h"

#include <string>
#include <string_view>

namespace gatehouse::dialects {

// What a provider says about a failure, whichever of the many forms it takes (WIRE.md §9 "Bodies").
struct ProviderFault {
    int status = 0; // of HTTP, or told in the body of an event; 0 = not told
    std::string type;
    std::string code;
    std::string message;
    bool json = false; // false: the body was HTML, text or empty
};

// The body of an error answer.
ProviderFault readFault(std::string_view body);
// The value of an "error" member, at the cursor: an object, a string or something else.
void readFaultValue(ProviderFault& fault, json::JsonCursor& at);

// The fault as an Error of ours: kind, code and a message without the provider's text.
Error errorFrom(const ProviderFault& fault);

} // namespace gatehouse::dialects
