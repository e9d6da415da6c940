// SPDX-License-Identifier: Apache-2.0
#include "app/engine/engine_metrics.h"

#include "core/http/server/refusal.h"

#include <map>
#include <string>
#include <utility>

namespace gatehouse::app {
namespace {

double number(auto value) {
    return static_cast<double>(value);
}

} // namespace

void writeRecorderMetrics(admin::MetricWriter& out, const telemetry::RecorderCounters& counters) {
    out.counter("gatehouse_calls_finished_total", "Calls that ended.", number(counters.finished));
    out.counter("gatehouse_call_rows_written_total", "Call rows committed to the store.", number(counters.written));
    out.counter("gatehouse_call_rows_folded_total",
                "Calls kept in roll-ups only, because the queue or the store was full.", number(counters.folded));
    out.gauge("gatehouse_call_rows_waiting", "Calls neither written nor folded yet.", number(counters.waiting));
    out.counter("gatehouse_call_rows_unwritten_total", "Calls given up because the store failed to the end.",
                number(counters.unwritten));
    out.counter("gatehouse_call_rows_lost_total", "Calls that crashes took, over the life of the store.",
                number(counters.lostToCrashes));
    out.counter("gatehouse_recorder_failures_total", "Writes to the store that failed and are tried again.",
                number(counters.failures));
    out.gauge("gatehouse_recorder_failing", "1 while the last write of call records failed.", counters.failing ? 1 : 0);
}

void writeServerMetrics(admin::MetricWriter& out, std::string_view listener, const http::ServerCounters& counters) {
    const admin::Labels which{{"listener", std::string(listener)}};
    out.counter("gatehouse_connections_accepted_total", "Client connections accepted.", number(counters.accepted),
                which);
    out.gauge("gatehouse_connections_open", "Client connections now.", number(counters.open), which);
    out.gauge("gatehouse_requests_running", "Requests being served now.", number(counters.running), which);
    out.counter("gatehouse_requests_total", "Requests passed on to the handler.", number(counters.calls), which);
    out.counter("gatehouse_clients_left_total", "Clients that went before their answer was whole.",
                number(counters.left), which);
    out.counter("gatehouse_accept_failures_total", "accept() calls that failed.", number(counters.acceptFailed), which);
    out.counter("gatehouse_tls_failures_total", "TLS handshakes that failed.", number(counters.handshakeFailed), which);
    const auto limit = [&](std::string name, std::uint64_t count) {
        admin::Labels labels = which;
        labels.emplace_back("limit", std::move(name));
        out.counter("gatehouse_limit_hits_total", "Times that a limit with this name was hit.", number(count), labels);
    };
    std::map<std::string_view, std::uint64_t> hits{{"keep_alive", counters.idleClosed},
                                                   {"write_idle", counters.writeStalled},
                                                   {"call_deadline", counters.timedOut}};
    for (std::size_t i = 1; i < counters.refused.size(); ++i) {
        if (const auto name = http::infoOf(static_cast<http::Refusal>(i)).limit; !name.empty())
            hits[name] += counters.refused[i];
    }
    for (const auto& [name, count] : hits)
        limit(std::string(name), count);
    out.counter("gatehouse_idle_connections_closed_total",
                "Kept connections closed early, because descriptors or connections ran out.",
                number(counters.idleGaveWay), which);
    out.gauge("gatehouse_admitted_share", "Of new calls, on the I/O thread under the greatest load; 1: no overload.",
              counters.leastShare, which);
    for (std::size_t i = 1; i < counters.refused.size(); ++i) {
        if (counters.refused[i] == 0)
            continue;
        admin::Labels labels = which;
        labels.emplace_back("reason", std::string(http::infoOf(static_cast<http::Refusal>(i)).code));
        out.counter("gatehouse_requests_refused_total", "Requests refused before any handler, by reason.",
                    number(counters.refused[i]), labels);
    }
}

void writeOverloadMetrics(admin::MetricWriter& out, const http::MemoryWatch& memory, const pipeline::KeySlots& slots) {
    using http::MemoryStage;
    out.gauge("gatehouse_memory_budget_bytes", "What the gateway may use (server.limits.memory); 0: unlimited.",
              number(memory.budget()));
    out.gauge("gatehouse_memory_used_bytes", "What it held at the last look.", number(memory.used()));
    out.gauge("gatehouse_memory_stage", "0 calm, 1 no new streams, 2 health and admin only, 3 ending the newest calls.",
              number(static_cast<unsigned>(memory.stage())));
    for (const auto& [stage, name] :
         {std::pair{MemoryStage::NoStreams, "no_streams"}, std::pair{MemoryStage::EssentialOnly, "essential_only"},
          std::pair{MemoryStage::Shedding, "shedding"}})
        out.counter("gatehouse_memory_stage_entered_total", "Times that a stage of the memory budget began.",
                    number(memory.entered(stage)), {{"stage", name}});
    const auto limit = [&](const char* name, std::uint64_t hits) {
        out.counter("gatehouse_limit_hits_total", "Times that a limit with this name was hit.", number(hits),
                    {{"listener", "gateway"}, {"limit", name}});
    };
    limit("calls_per_key", slots.callHits());
    limit("streams_per_key", slots.streamHits());
}

void writeCacheMetrics(admin::MetricWriter& out, const cache::Cache& cache) {
    const auto figures = cache.figures();
    for (const auto& [route, figure] : figures.routes) {
        const auto asked = [&](const char* outcome, std::uint64_t count) {
            out.counter("gatehouse_cache_requests_total", "Calls of routes with a cache, by what came of it.",
                        number(count), {{"route", route}, {"outcome", outcome}});
        };
        asked("hit", figure.tally.hits);
        asked("semantic", figure.tally.semanticHits);
        asked("miss", figure.tally.misses);
        out.counter("gatehouse_cache_coalesced_total", "Of the hits, those that waited for an equal call under way.",
                    number(figure.tally.coalesced), {{"route", route}});
        out.counter("gatehouse_cache_saved_dollars_total", "What the hits would have cost.",
                    static_cast<double>(figure.tally.saved.pico()) / 1e12, {{"route", route}});
        out.gauge("gatehouse_cache_entries", "Answers kept in memory.", number(figure.entries), {{"route", route}});
        out.gauge("gatehouse_cache_bytes", "What they take of memory, about.", number(figure.bytes),
                  {{"route", route}});
    }
    out.counter("gatehouse_cache_evicted_total", "Answers that went before their time, to keep the bound.",
                number(figures.evicted));
    out.gauge("gatehouse_cache_store_bytes", "What is kept in the store.", number(figures.storeBytes));
}

void writeUpstreamMetrics(admin::MetricWriter& out, const http::UpstreamCounters& counters) {
    out.counter("gatehouse_upstream_connections_opened_total", "Connections to providers that came to stand.",
                number(counters.opened.load()));
    out.counter("gatehouse_upstream_connections_reused_total", "Calls served by a pooled connection.",
                number(counters.reused.load()));
    out.counter("gatehouse_upstream_stale_retries_total", "Calls sent again because a pooled connection was dead.",
                number(counters.staleRetried.load()));
    out.counter("gatehouse_upstream_tls_resumed_total", "TLS handshakes that an earlier session cut short.",
                number(counters.tlsResumed.load()));
    out.counter("gatehouse_upstream_names_asked_total", "Questions to the name service.",
                number(counters.namesAsked.load()));
    out.counter("gatehouse_upstream_names_known_total", "Names answered from the cache.",
                number(counters.namesKnown.load()));
    out.counter("gatehouse_upstream_names_stale_total",
                "Names answered with old addresses, because the name service did not answer.",
                number(counters.namesStale.load()));
    out.counter("gatehouse_upstream_pools_emptied_total",
                "Pools emptied, by thread, because the network changed or the machine slept.",
                number(counters.poolsEmptied.load()));
    out.counter("gatehouse_upstream_decoded_bytes_total", "Bytes that came out of compressed answers.",
                number(counters.decodedBytes.load()));
    out.gauge("gatehouse_upstream_connections_open", "Connections to providers now.", number(counters.openNow.load()));
    out.gauge("gatehouse_upstream_connections_idle", "Of these, idle in a pool.", number(counters.idleNow.load()));
    for (std::size_t i = 0; i < counters.failures.size(); ++i)
        out.counter("gatehouse_upstream_failures_total", "Attempts that failed before an answer, by code.",
                    number(counters.failures[i].load()),
                    {{"code", std::string(http::codeOf(static_cast<http::UpstreamFailure>(i)))}});
}

void writeBreakerMetrics(admin::MetricWriter& out, const routing::BreakerBoard& breakers) {
    out.gauge("gatehouse_circuits_open", "Targets that failed in a row and rest, or wait for a probe.",
              number(breakers.open()));
    out.counter("gatehouse_circuits_opened_total", "Times that a target was left alone after failures in a row.",
                number(breakers.opened()));
}

void writeCapacityMetrics(admin::MetricWriter& out, const routing::CapacityBoard& capacity,
                          const routing::HealthBoard& health) {
    for (const auto& lane : capacity.lanes()) {
        const admin::Labels which{{"provider", lane.provider}};
        out.gauge("gatehouse_provider_calls_running", "Calls at the provider now.", number(lane.inFlight), which);
        out.gauge("gatehouse_provider_queue_length", "Calls that wait for room at the provider now.",
                  number(lane.waiting.size()), which);
        out.counter("gatehouse_provider_queue_waited_total", "Calls that waited for room.", number(lane.everWaited),
                    which);
        out.counter("gatehouse_provider_queue_served_total", "Calls that waited and were given room.",
                    number(lane.everServed), which);
        out.counter("gatehouse_provider_queue_seconds_total", "Time that those waited, together.",
                    number(lane.waitedMicros) / 1e6, which);
        out.counter("gatehouse_provider_capacity_refused_total", "Calls that found no room in time.",
                    number(lane.everRefused), which);
    }
    for (const auto& meter : capacity.meters()) {
        const auto tell = [&](const char* limit, const std::optional<std::int64_t>& remaining) {
            if (remaining)
                out.gauge("gatehouse_provider_limit_remaining", "What a provider's rate limit has left, as learned.",
                          number(*remaining),
                          {{"provider", meter.provider}, {"key", meter.key}, {"model", meter.model}, {"limit", limit}});
        };
        tell("requests", meter.look.requests.remaining);
        tell("tokens", meter.look.tokens.remaining);
    }
    out.gauge("gatehouse_health_checks_failing", "Providers whose last health check failed.", number(health.failing()));
    out.counter("gatehouse_health_checks_total", "Health checks made.", number(health.checks()));
}

} // namespace gatehouse::app
