// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/event_stream/frame_reader.h"

#include <optional>
#include <string>
#include <string_view>

// "chunk" frames of InvokeModelWithResponseStream, and Anthropic's server-sent events, which stand in them.
namespace gatehouse::dialects::bedrock {

// The event in a chunk's payload {"bytes": base64}; nothing for a payload that is none.
std::optional<std::string> readChunk(std::string_view payload);
void appendChunk(std::string& out, std::string_view event);

// The "type" of an event of Messages; empty where it tells none.
std::string_view eventTypeOf(std::string_view event);

// An event of Messages, as it is on the wire of Anthropic's own API, as a frame: errors as exceptions, pings not at
// all.
void appendEventAsFrame(std::string& out, std::string_view event);

} // namespace gatehouse::dialects::bedrock
