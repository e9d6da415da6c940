// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/secret.h"
#include "core/conformance/feature.h"
#include "core/dialects/answer_collector.h"
#include "core/dialects/codec.h"
#include "core/http/upstream.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::conformance {

// The gateway's own listener and a key for it.
struct GatewayPlace {
    http::Endpoint endpoint;
    SharedSecret key;
};

// What came back, read as a client of that dialect reads it.
struct Answered {
    std::optional<Error> failed; // no answer, or one that was cut
    int status = 0;
    std::string contentType;
    std::string requestId;
    std::string gatewayError; // x-gatehouse-error
    std::string losses;       // x-gatehouse-losses
    std::string body;         // of a whole answer, at most 1 MiB
    bool streamed = false;
    dialects::StreamEnd end = dialects::StreamEnd::Cut;
    int textPieces = 0;
    dialects::AnswerCollector collected; // of a stream
};

struct CallWish {
    dialects::Dialect dialect = dialects::Dialect::OpenAi;
    std::string model;
    std::string body;
    bool stream = false;
    bool leaveAtFirstText = false; // go away as soon as there is text
    std::string tags = "conformance"; // x-gatehouse-tags of its record
};

// Sends it as a client would, over a connection of its own.
Task<Answered> callGateway(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place,
                           std::shared_ptr<const CallWish> wish);

} // namespace gatehouse::conformance
