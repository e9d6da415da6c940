// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/event_stream/frame_reader.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

// What the tests of Bedrock's dialects share.
namespace bedrock_support {

using namespace codec_support;

inline const Codec& converse() {
    return codecFor(Dialect::Bedrock);
}
inline const Codec& invoke() {
    return codecFor(Dialect::BedrockInvoke);
}

inline std::string translated(Dialect from, Dialect to, const std::string& body, const std::string& model,
                              Losses& losses, bool stream = false) {
    auto request = codecFor(from).readRequest(body, losses);
    if (!request)
        return "unread: " + request.error().message;
    request->model = model;
    request->stream = stream;
    const auto written = codecFor(to).writeRequest(*request, from, losses);
    return written ? *written : "unwritten: " + written.error().message;
}

inline std::string fromOpenAi(const std::string& body, Losses& losses,
                              const std::string& model = "anthropic.claude-x") {
    return translated(Dialect::OpenAi, Dialect::Bedrock, body, model, losses);
}

inline bool loses(const Losses& losses, const std::string& field) {
    return std::any_of(losses.begin(), losses.end(), [&](const Loss& loss) { return loss.field == field; });
}

inline std::string frameOf(const std::string& type, const std::string& json) {
    std::string out;
    gatehouse::dialects::event_stream::appendEvent(out, type, json);
    return out;
}

// All frames of a stream as "type payload" lines.
inline std::string framesOf(std::string_view bytes) {
    gatehouse::dialects::event_stream::FrameReader reader;
    reader.feed(bytes);
    std::string out;
    while (const auto* frame = reader.next()) {
        const auto type = frame->messageType() == "event" ? frame->eventType() : frame->text(":exception-type");
        out += std::string(type) + ' ' + std::string(frame->payload) + '\n';
    }
    return out + (reader.insideFrame() ? "cut" : "");
}

inline Dialect dialectOf(const recorded::Exchange& exchange) {
    return exchange.dialect == "bedrock-converse" ? Dialect::Bedrock
           : exchange.dialect == "bedrock-invoke" ? Dialect::BedrockInvoke
           : exchange.dialect == "openai-chat"    ? Dialect::OpenAi
                                                  : Dialect::Anthropic;
}

} // namespace bedrock_support
