// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string_view>

namespace gatehouse::routing {

// What went wrong with an attempt, as far as it decides where the call may go next.
enum class FailureClass {
    Connect,   // no connection, an answer that broke off or cannot be read, a circuit that is open
    Timeout,   // too slow, by our clock or by the provider's
    RateLimit, // too many calls with this key
    Quota,     // the account behind this key has nothing left
    Server,    // a server error, or overloaded
    Context,   // the request is larger than the model takes
    Refused,   // by the provider's content filter
    Auth,      // this key was rejected
    Unfit,     // this target cannot serve such a call at all: no such model or operation there
    Request,   // the request is wrong, wherever it goes
};

// By our code for it (core/dialects/errors.h, core/http/upstream.h), which every dialect's errors are read into, and
// where that says nothing by its kind. "status" is the provider's answer, 0 = there was none.
FailureClass classOf(const Error& error, int status);

// It belongs to the key: another key of the same target may do better.
constexpr bool isOfKey(FailureClass what) {
    return what == FailureClass::Auth || what == FailureClass::Quota || what == FailureClass::RateLimit;
}

// The word in "fallbacks": connect, timeout, 429, 5xx, context, refused, auth; empty: only "any" covers it.
std::string_view wordOf(FailureClass what);

} // namespace gatehouse::routing
