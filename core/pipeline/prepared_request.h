// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/losses.h"
#include "core/dialects/mapping/mapping.h"
#include "core/dialects/request_scan.h"
#include "core/http/message.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::http {
class BodySource;
} // namespace gatehouse::http

namespace gatehouse::pipeline {

// A candidate made ready: the body in its dialect, as pieces to send.
struct PreparedRequest {
    dialects::Operation operation = dialects::Operation::ChatCompletions; // there
    dialects::Dialect dialect = dialects::Dialect::OpenAi;                // that it is written in
    bool translated = false;
    bool usageHidden = false;          // the gateway asked for usage, the client did not
    std::vector<dialects::Edit> edits; // of a pass-through
    std::string rewritten;             // the body of a translation
    dialects::Losses losses;
    std::vector<http::Field> fields;                  // that the body's envelope says elsewhere
    std::shared_ptr<const dialects::Mapping> mapping; // of a provider whose bodies one makes
    std::optional<std::string> answer;                // made here: nothing is sent

    http::Method method = http::Method::Post;
    std::string target;                           // at the provider, with the query that goes on
    std::string contentType = "application/json"; // of the body
    http::BodySource* source = nullptr;           // of a body that streams through
    // The body to send: views of the original and of this object, so made where it has come to rest.
    std::vector<std::string_view> pieces(std::string_view original) const;
};

} // namespace gatehouse::pipeline
