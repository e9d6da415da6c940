// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/upstream.h"
#include "core/providers/authorizer.h"
#include "core/routing/breaker.h"
#include "core/routing/capacity/capacity_board.h"
#include "core/routing/capacity/health_board.h"
#include "core/routing/first_byte_times.h"
#include "core/routing/selection/cache_homes.h"
#include "core/routing/selection/dice.h"

namespace gatehouse::pipeline {

// The ways out of one I/O thread.
struct Ways {
    http::Upstream& network;
    http::Upstream& demo;
    providers::Authorizer& authorizer;
    routing::BreakerBoard& breakers;               // of all threads
    routing::HealthListener* health = nullptr;     // null: nobody is told
    routing::FirstByteTimes* firstBytes = nullptr; // of all threads; null: no call is doubled
    const Clock* clock = nullptr;                  // null: nothing is measured
    routing::Dice* dice = nullptr;                 // of this thread; null: targets are tried as they are written
    routing::CacheHomes* cacheHomes = nullptr;     // of all threads; null: no call goes where its prompt cache is
    routing::CapacityBoard* capacity = nullptr;    // of all threads; null: there is room for everything
    const routing::HealthBoard* checked = nullptr; // what health checks found; null: there are none
};

} // namespace gatehouse::pipeline
