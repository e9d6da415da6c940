// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/upstream.h"
#include "core/providers/authorizer.h"
#include "core/routing/breaker.h"
#include "core/routing/first_byte_times.h"

namespace gatehouse::pipeline {

// The ways out of one I/O thread.
struct Ways {
    http::Upstream& network;
    http::Upstream& demo;
    providers::Authorizer& authorizer;
    routing::BreakerBoard& breakers;               // of all threads
    routing::HealthListener* health = nullptr;     // null: nobody is told
    routing::FirstByteTimes* firstBytes = nullptr; // of all threads; null: no call is doubled
};

} // namespace gatehouse::pipeline
