// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"
#include "core/pipeline/call.h"
#include "core/pipeline/dispatch.h"
#include "core/pipeline/ways.h"

#include <string>

namespace gatehouse::pipeline {

// Makes the embeddings that a route's cache compares: by the built-in words, or through another route, as a call of the
// gateway's own with a record of its own. One per I/O thread.
class CacheEmbedding {
public:
    CacheEmbedding(Dispatcher& dispatcher, const Ways& ways, policy::Ledger& ledger, telemetry::CallSink& sink,
                   const Clock& clock)
        : m_dispatcher(dispatcher), m_ways(ways), m_ledger(ledger), m_sink(sink), m_clock(clock) {}

    // Empty where there is none: the text says nothing, or the route did not answer.
    Task<cache::Vector> of(const Call& call, const std::string& text);

private:
    Task<cache::Vector> through(const Call& call, const std::string& route, const std::string& text);

    Dispatcher& m_dispatcher;
    const Ways m_ways;
    policy::Ledger& m_ledger;
    telemetry::CallSink& m_sink;
    const Clock& m_clock;
};

} // namespace gatehouse::pipeline
