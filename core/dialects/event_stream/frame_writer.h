// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/event_stream/header.h"

#include <span>
#include <string>
#include <string_view>

namespace gatehouse::dialects::event_stream {

// Appends one frame (frame_reader.h says how it looks). Names are at most 255 bytes, values of strings and bytes at
// most 65,535: what is longer is cut.
void appendFrame(std::string& out, std::span<const Header> headers, std::string_view payload);

// ":message-type: event" with a JSON payload.
void appendEvent(std::string& out, std::string_view type, std::string_view json);
// ":message-type: exception" with a JSON payload: an error after the status 200.
void appendException(std::string& out, std::string_view type, std::string_view json);

} // namespace gatehouse::dialects::event_stream
