// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

namespace gatehouse {

// The HTTP status that says what kind of failure it was (RFC 9110 §15); 499 for a client that left, which no client
// reads.
int statusOf(ErrorKind kind);

} // namespace gatehouse
