// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {

// How a call is led that somebody made of a client's request.
struct Leading {
    bool announced = true;   // who watches calls is told that it runs
    bool keepsBodies = true; // where the policy says so; false: it holds what nobody may keep
    // Looked at when the body was read, before a model is resolved; null: nothing.
    class Check {
    public:
        virtual ~Check() = default;
        virtual StageResult look(const Call& call) const = 0;
    };
    const Check* check = nullptr;
};

// The gateway's stages, for those who make calls of what a client asked for otherwise: published APIs, jobs, tools. Of
// one I/O thread; lives as long as its handler.
//
//     begin → authenticate → lead … → settle → record
//
// A client's request has one record, whose call is begun and recorded once; further calls on its behalf are led and
// settled by themselves.
class CallLeader {
public:
    virtual ~CallLeader() = default;
    // Time, id and what the head says of the caller.
    virtual void begin(Call& call) = 0;
    virtual StageResult authenticate(Call& call) = 0;
    // Everything behind the key: reads the body, admits, asks, answers through the call's exchange in every case.
    virtual Task<void> lead(Call& call, Leading how) = 0;
    // What it took is booked: its place and its reservation are free.
    virtual void settle(Call& call) = 0;
    // Tells the record; the call is over.
    virtual void record(Call& call) = 0;
    virtual const Clock& clock() const = 0;
};

} // namespace gatehouse::pipeline
