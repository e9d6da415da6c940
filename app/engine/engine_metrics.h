// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/metrics.h"
#include "core/cache/cache.h"
#include "core/http/client/http_upstream.h"
#include "core/http/server/server.h"
#include "core/pipeline/key_slots.h"
#include "core/routing/breaker.h"
#include "core/routing/capacity/capacity_board.h"
#include "core/routing/capacity/health_board.h"
#include "core/telemetry/recorder.h"

#include <string_view>

namespace gatehouse::app {

// The counters of the rooms as Prometheus samples. Query threads.
void writeRecorderMetrics(admin::MetricWriter& out, const telemetry::RecorderCounters& counters);
void writeServerMetrics(admin::MetricWriter& out, std::string_view listener, const http::ServerCounters& counters);
void writeBreakerMetrics(admin::MetricWriter& out, const routing::BreakerBoard& breakers);
void writeCapacityMetrics(admin::MetricWriter& out, const routing::CapacityBoard& capacity,
                          const routing::HealthBoard& health);
void writeOverloadMetrics(admin::MetricWriter& out, const http::MemoryWatch& memory, const pipeline::KeySlots& slots);
void writeCacheMetrics(admin::MetricWriter& out, const cache::Cache& cache);
void writeUpstreamMetrics(admin::MetricWriter& out, const http::UpstreamCounters& counters);

} // namespace gatehouse::app
