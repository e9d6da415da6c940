// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/fault.h"

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace gatehouse::admin {

// Why a change was not made. "faults" is filled where a body or a document was wrong; "error" always is: its code
// "stale" means that a precondition (If-Match) did not hold.
struct Refused {
    Error error;
    contract::Faults faults;
};

template <typename T>
using Outcome = tl::expected<T, Refused>;

inline tl::unexpected<Refused> refused(Error error) {
    return tl::unexpected<Refused>(Refused{std::move(error), {}});
}
inline tl::unexpected<Refused> refused(ErrorKind kind, std::string code, std::string message) {
    return refused(failure(kind, std::move(code), std::move(message)).value());
}
inline tl::unexpected<Refused> refused(contract::Faults faults) {
    auto error = contract::toError(faults);
    return tl::unexpected<Refused>(Refused{std::move(error), std::move(faults)});
}

} // namespace gatehouse::admin
