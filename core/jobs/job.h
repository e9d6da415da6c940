// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

// Calls that nobody waits for on their connection: kept in the store before they are acknowledged, made when there is
// room, made again after a failure that may pass or a restart. At least once, not exactly once: a process that ends in
// the middle of a call makes it again.
namespace gatehouse::jobs {

enum class State { Queued, Running, Done, Failed, Cancelled };

std::string_view nameOf(State state); // "queued"
std::optional<State> stateNamed(std::string_view name);
inline bool isOver(State state) {
    return state == State::Done || state == State::Failed || state == State::Cancelled;
}

// The call as it was asked for, to be made again. Nothing of the credential: who asked is checked anew at each attempt.
struct Request {
    std::string path;   // "/apis/mood/1", as it came
    std::string query;  // without what asks for a job
    std::string accept; // of the client
    std::string client; // User-Agent
    std::string peer;   // its address: what a key allows is checked against it again
    std::string tags;
    std::string session;
    std::string contentType;
    std::string body;
};

struct Answer {
    int status = 0;
    std::string contentType;
    std::string body;
};

struct Job {
    std::string id; // the request id of the call that asked for it
    std::string team;
    std::string app; // only this one may see it
    std::string key; // the gateway key's id
    std::string api;
    std::string version;
    Request request; // emptied when the job is over
    State state = State::Queued;
    int attempts = 0;      // begun
    int interruptions = 0; // of those, that ended with the process
    WallMicros created = 0;
    WallMicros due = 0;      // of a queued one: not before
    WallMicros deadline = 0; // nothing is begun after it
    std::optional<WallMicros> started;
    std::optional<WallMicros> finished;
    std::string call;    // the request id of the last attempt
    Answer answer;       // of one that is done; of a failed one where the API answered
    std::string code;    // why the last attempt failed
    std::string message; // the same in words
};

// What an attempt came to.
struct Outcome {
    enum class Kind { Answered, Cancelled, Stopped /* with the process: it goes on after the next start */ };
    Kind kind = Kind::Answered;
    Answer answer;
    std::string call;
    std::string code; // of an answer that is an error
    std::string message;
    std::optional<std::int64_t> retryAfter; // seconds, as the answer says
};

} // namespace gatehouse::jobs
