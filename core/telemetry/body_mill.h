// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/telemetry/call_bodies.h"
#include "core/telemetry/masker.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

// Masks, cuts, writes as JSON and compresses (Zstandard, RFC 8878). A body that cannot be masked is not kept: its size
// and a note are all that stays of it. Any thread.
std::string milledBodies(const CallBodies& bodies, const Masker& masker);

// The JSON that the admin API shows, {"bodies": [{"part", "content_type", "size", "cut", "left_out", "masked", "note",
// "text"}]}, out of stored content. Error: Unavailable, store_corrupt.
Result<std::string> bodiesJson(std::string_view content);

// A text of a body with everything masked that the masker finds: behind the escapes of JSON, and where it was cut into
// the pieces of an event stream. "places" counts what was found.
Result<std::string> maskedBody(std::string_view text, std::string_view contentType, const Masker& masker,
                               std::size_t& places);

} // namespace gatehouse::telemetry
