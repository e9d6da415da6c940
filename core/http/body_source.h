// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http {

// A request body that comes piece by piece, so that nobody holds it whole. Read once, from front to back, on the I/O
// thread of the call that sends it: a request whose source has been read from cannot be sent again.
class BodySource {
public:
    virtual ~BodySource() = default;
    // All bytes that next() will give, where that is known before: the request then goes with Content-Length, else in
    // chunks (RFC 9112 §7.1).
    virtual std::optional<std::uint64_t> length() const = 0;
    // The next piece, empty at the end: a view valid until the next call. An error means that the body was cut; the
    // request is then broken off, so that the provider does not take a part for the whole.
    virtual Task<Result<std::string_view>> next() = 0;
};

} // namespace gatehouse::http
