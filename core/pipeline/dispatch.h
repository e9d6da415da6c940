// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/call.h"
#include "core/pipeline/capacity_gate.h"
#include "core/pipeline/failed.h"
#include "core/pipeline/key_ring.h"
#include "core/pipeline/prepared_request.h"
#include "core/pipeline/race.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/pipeline/ways.h"
#include "core/telemetry/recorder.h"

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

struct Continuation;
class TranslatingTap;

// Takes a call to a target that serves it, by way of keys, targets and routes until the first byte has reached the
// client, and relays the answer (ARCHITECTURE, stage dispatch). Answers the client in every case. One per I/O thread.
//
//   run       the legs: the call's own route, then those that its fallbacks name
//   travel    the targets of a leg
//   stay      one target: its keys, second attempts and the pauses between them
//   attempt   one request and its answer (attempt.cpp), or two side by side (hedge.cpp)
//   deliver…  bring the answer to the client (deliver*.cpp); goOn takes over a stream that broke off (go_on.cpp)
class Dispatcher {
public:
    Dispatcher(Ways ways, SnapshotCell& snapshot, const Clock& clock, telemetry::CallSink& sink);

    Task<void> run(Call& call);

private:
    enum class Served { Yes, No, ClientGone };
    enum class Room { Now, Wait }; // whether a call stands in line where there is none
    // How a target was left: whether the call is served, and if not, whether the next target is worth a try.
    struct Left {
        Served served = Served::No;
        bool goOn = true;
        bool full = false; // it was not tried, for want of room
    };

    // A candidate's turn in its leg.
    struct Turn {
        std::size_t index = 0;
        bool moreTargets = false; // behind it
        Room room = Room::Now;
    };

    Task<Served> travel(Call& call, const routing::Resolution& leg, std::optional<Failed>& failed);
    static Task<Left> passBy(); // a target that is not tried
    Task<Left> visitOne(Call& call, const routing::Resolution& leg, Turn turn, std::optional<Failed>& failed);
    Task<Left> stay(Call& call, Stop stop, Turn turn, std::optional<Failed>& failed);
    routing::Place findRoom(const Call& call, Stop& stop, KeyRing& keys);
    const routing::Resolution* nextLeg(Call& call, const routing::Resolution& leg, const std::optional<Failed>& failed);
    routing::Next conclude(Call& call, const Stop& stop, Served served, const std::optional<Failed>& failed,
                           const routing::Prospects& prospects);
    routing::Next judge(const Call& call, const Stop& stop, const Failed& failed, const routing::Prospects& prospects);

    Task<Served> attempt(Call& call, Trial& trial, std::optional<Failed>& failed);
    Result<http::UpstreamRequest> pack(Call& call, Trial& trial);
    std::optional<std::chrono::milliseconds> patience(const Call& call, const Stop& stop) const;
    std::optional<Stop> beside(const Stop& stop, const KeyRing& keys) const;
    Task<Served> hedged(Call& call, Trial& first, const Stop& other, std::chrono::milliseconds patience,
                        std::optional<Failed>& failed);
    Race::RunnerPtr startSecond(Call& call, const Race& race, const Trial& first, const Stop& other,
                                std::optional<PreparedRequest>& prepared, std::optional<Trial>& second);
    Task<void> runOne(Trial* trial, http::UpstreamRequest request, Race::RunnerPtr runner);
    void noteLoser(Call& call, Trial& trial, Race::Runner& runner);
    void noteFirstByte(const Trial& trial, std::int64_t micros);
    Task<Opened> send(Trial& trial, http::UpstreamRequest request);
    Task<Opened> sendAuthorized(Trial& trial, http::UpstreamRequest request);
    void take(Call& call, Trial& trial);
    Task<Served> receive(Call& call, Trial& trial, Opened answer, std::optional<Failed>& failed);
    Task<Served> readRefusal(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                             std::optional<Failed>& failed);
    Task<Served> deliver(Call& call, const Trial& trial, http::UpstreamCall& answer, std::optional<Failed>& failed);
    Task<Served> deliverWhole(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                              std::optional<Failed>& failed);
    Task<Served> deliverStream(Call& call, const Trial& trial, http::UpstreamCall& answer,
                               std::optional<Failed>& failed);
    Task<std::unique_ptr<Continuation>> goOn(Call& call, const Stop& broken, TranslatingTap& tap,
                                             std::vector<const routing::Candidate*>& asked);
    Task<bool> openContinuation(Call& call, Continuation& next);
    void joinStreams(Call& call, Continuation& next, const Error& why, TranslatingTap& tap);
    // As it comes, never held whole: files, sound, and what is passed through.
    Task<Served> deliverRelayed(Call& call, const PreparedRequest& prepared, http::UpstreamCall& answer,
                                std::optional<Failed>& failed);
    Task<Served> answerHere(Call& call, const routing::Candidate& candidate, const PreparedRequest& prepared);
    Task<void> breakStream(Call& call, const Error& error, const std::string& event);
    Task<void> answerFailure(Call& call, const std::optional<Failed>& failed);
    Task<Served> pause(Call& call, std::chrono::milliseconds time);
    // Nothing: key and subscription hold as they did when it began.
    std::optional<Error> rightsLost(const Call& call, config::SnapshotPtr& seen) const;
    void reportProgress(Call& call, std::int64_t& lastMicros);
    std::int64_t elapsed(const Call& call) const { return call.elapsedMicros(m_clock.monotonic()); }
    std::chrono::milliseconds timeLeft(const Call& call) const;

    Ways m_ways;
    SnapshotCell& m_snapshot;
    const Clock& m_clock;
    telemetry::CallSink& m_sink;
    CapacityGate m_gate;
    std::minstd_rand m_random; // spreads retries; nothing secret hangs on it
};

} // namespace gatehouse::pipeline
