// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/upstream.h"
#include "core/pipeline/prepared_request.h"
#include "core/pipeline/visit.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace gatehouse::pipeline {

// One attempt: what is sent where, and what it needs until its answer has been read. Stays in its place.
struct Trial {
    Trial(const Ways& ways, const Stop& to, const PreparedRequest& what) : stop(to), prepared(what), visit(ways, to) {}
    Trial(const Trial&) = delete;
    Trial& operator=(const Trial&) = delete;

    const Stop stop;
    const PreparedRequest& prepared;
    Visit visit;
    routing::Place place;  // room there; given back with the attempt
    std::size_t trail = 0; // its place among the attempts of the record
    http::Endpoint endpoint;
    http::UpstreamTiming timing;
    std::vector<http::Field> sent; // as the record may keep them; empty where it keeps none
    std::optional<Error> unsent;   // why nothing could be sent: there was nothing to prove who calls
};

using Opened = Result<std::unique_ptr<http::UpstreamCall>>;

} // namespace gatehouse::pipeline
