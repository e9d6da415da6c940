// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace gatehouse {

// What sort of failure it is; decides HTTP statuses, retries and exit codes, never the text.
enum class ErrorKind {
    Invalid,      // the input is wrong; the same input will fail again
    Unauthorized, // no or wrong credential
    Forbidden,    // known, but not allowed
    NotFound,
    Conflict, // the state changed meanwhile, or the name is taken
    TooLarge,
    Limited,     // a rate, a quota or a budget
    Unavailable, // a dependency (provider, store, key chain) cannot be reached just now
    Timeout,
    Cancelled, // the caller left
    Internal,
};

// A failure as a value. "message" is for the operator, says what was wrong and what would mend it, and holds no
// secret and no provider text. "code" is stable and goes to clients ("model_not_found"). field, expected and found
// are filled where an input was wrong.
struct Error {
    ErrorKind kind = ErrorKind::Internal;
    std::string code;
    std::string message;
    std::string field;
    std::string expected;
    std::string found;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorKind kind, std::string code, std::string message) {
    Error error;
    error.kind = kind;
    error.code = std::move(code);
    error.message = std::move(message);
    return tl::unexpected<Error>(std::move(error));
}

} // namespace gatehouse
