// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/trial.h"

#include <memory>
#include <optional>

namespace gatehouse::pipeline {

// An attempt that goes on with a stream which another provider left unfinished. Stays in its place.
struct Continuation {
    Continuation(const Stop& to, PreparedRequest what) : stop(to), prepared(std::move(what)) {}
    const Stop stop;
    const PreparedRequest prepared;
    std::optional<Trial> trial;
    std::unique_ptr<http::UpstreamCall> answer;
};

// Whether what went wrong with a stream is its provider's doing, so that another one may go on.
bool isProvidersFault(const Error& error);

// A comment in the client's stream: here another provider took over.
std::string seamComment(const Stop& next, const Error& why);

} // namespace gatehouse::pipeline
