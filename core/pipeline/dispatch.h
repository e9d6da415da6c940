// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/mapping/mapping.h"
#include "core/http/upstream.h"
#include "core/pipeline/call.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/providers/authorizer.h"
#include "core/routing/breaker.h"
#include "core/routing/retry.h"
#include "core/telemetry/recorder.h"

#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

// The ways out of one I/O thread.
struct Ways {
    http::Upstream& network;
    http::Upstream& demo;
    providers::Authorizer& authorizer;
    routing::BreakerBoard& breakers;           // of all threads
    routing::HealthListener* health = nullptr; // null: nobody is told
};

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

// What an attempt that did not serve left behind.
struct Failed {
    routing::AttemptFailure failure;
    Error error;                                           // for the client of another dialect and for the record
    int status = 0;                                        // of the provider's answer, 0 = none
    dialects::Dialect dialect = dialects::Dialect::OpenAi; // of that answer
    std::string body;                                      // of that answer
    std::vector<http::Field> fields;                       // of that answer, as they may be passed on
};

// Chooses a target, calls it, retries and fails over until the first byte has reached the client, and relays the
// answer (ARCHITECTURE, stage dispatch). Answers the client in every case. One per I/O thread.
class Dispatcher {
public:
    Dispatcher(Ways ways, SnapshotCell& snapshot, const Clock& clock, telemetry::CallSink& sink);

    Task<void> run(Call& call);

private:
    enum class Served { Yes, No, ClientGone };

    Task<Served> tryCandidate(Call& call, const routing::Candidate& candidate, bool moreTargets,
                              std::optional<Failed>& failed);
    Task<Served> attempt(Call& call, const routing::Candidate& candidate, const PreparedRequest& prepared,
                         std::optional<Failed>& failed);
    // "unauthorized" where there was nothing to prove who calls.
    Task<Result<std::unique_ptr<http::UpstreamCall>>> send(const config::Provider& provider,
                                                           const config::ProviderKey* key,
                                                           http::UpstreamRequest request,
                                                           std::optional<Error>& unauthorized);
    Task<Served> deliver(Call& call, const routing::Candidate& candidate, const PreparedRequest& prepared,
                         http::UpstreamCall& answer, std::optional<Failed>& failed);
    Task<Served> deliverWhole(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                              std::optional<Failed>& failed);
    Task<Served> deliverStream(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                               std::optional<Failed>& failed);
    // As it comes, never held whole: files, sound, and what is passed through.
    Task<Served> deliverRelayed(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                                std::optional<Failed>& failed);
    Task<Served> answerHere(Call& call, const routing::Candidate& candidate, const PreparedRequest& prepared);
    Task<void> breakStream(Call& call, const Error& error, const std::string& event);
    Task<void> answerFailure(Call& call, const std::optional<Failed>& failed);
    Task<Served> pause(Call& call, std::chrono::milliseconds time);
    bool keyStillHolds(const Call& call, config::SnapshotPtr& seen) const;
    void reportProgress(Call& call, std::int64_t& lastMicros);
    std::int64_t elapsed(const Call& call) const { return call.elapsedMicros(m_clock.monotonic()); }
    std::chrono::milliseconds timeLeft(const Call& call) const;

    Ways m_ways;
    SnapshotCell& m_snapshot;
    const Clock& m_clock;
    telemetry::CallSink& m_sink;
    std::minstd_rand m_random; // spreads retries; nothing secret hangs on it
};

} // namespace gatehouse::pipeline
