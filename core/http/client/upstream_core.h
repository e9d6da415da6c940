// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/watchdog.h"
#include "core/http/client/bad_addresses.h"
#include "core/http/client/buffer_pool.h"
#include "core/http/client/connection_pool.h"
#include "core/http/client/http_upstream.h"
#include "core/http/client/name_cache.h"
#include "core/http/client/tls_sessions.h"

#include <chrono>
#include <memory>
#include <string>

namespace gatehouse::http {

// What the upstream of one I/O thread and its calls share.
struct UpstreamCore {
    UpstreamCore(Executor executorToUse, Watchdog& watchdogToUse, TlsTrustPtr trustToUse,
                 std::shared_ptr<UpstreamCounters> countersToUse, HttpUpstreamOptions optionsToUse)
        : executor(executorToUse), watchdog(watchdogToUse), trust(std::move(trustToUse)),
          counters(std::move(countersToUse)), options(optionsToUse),
          names(executor, options.names, options.nameService, counters), pool(watchdog, options, counters) {}

    Executor executor;
    Watchdog& watchdog;
    TlsTrustPtr trust;
    std::shared_ptr<UpstreamCounters> counters;
    HttpUpstreamOptions options;
    NameCache names;
    BadAddresses badAddresses{options.badAddressLifetime};
    TlsSessions sessions;
    SleepWatch sleep{options.timeAsleep};
    BufferPool buffers;
    ConnectionPool pool;
};

// Counts it by its code and passes it on.
tl::unexpected<Error> failed(const UpstreamCore& core, Error error);

// The errors of upstream.h that more than one place makes. "doing" completes "while …".
Error cancelledError(std::string doing);
Error resetError(std::string doing, const std::string& reason);
Error timeoutError(UpstreamFailure failure, std::string what);

// Fills the timing of an attempt; does nothing where nobody asked for it.
class TimingWriter {
public:
    TimingWriter(UpstreamTiming* timing, std::chrono::steady_clock::time_point start)
        : m_timing(timing), m_start(start) {}

    void stage(UpstreamStage stage) {
        if (m_timing != nullptr)
            m_timing->stage = stage;
    }
    void reached(std::optional<std::chrono::microseconds> UpstreamTiming::*moment) {
        if (m_timing != nullptr)
            m_timing->*moment =
                std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - m_start);
    }
    UpstreamTiming* timing() { return m_timing; }

private:
    UpstreamTiming* m_timing;
    std::chrono::steady_clock::time_point m_start;
};

} // namespace gatehouse::http
