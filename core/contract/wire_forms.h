// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/base/text.h"

// The forms in which the admin API tells of things beside its objects, for who speaks to it from outside the core:
// server-sent events (WHATWG HTML §9.2) and moments (RFC 3339, UTC).
namespace gatehouse::contract {

using gatehouse::parseTime;
using gatehouse::SseFrame;
using gatehouse::SseReader;

} // namespace gatehouse::contract
