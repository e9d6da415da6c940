// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <memory>
#include <string_view>
#include <unordered_map>

namespace gatehouse::pipeline {

struct Call;

// The calls that are with their providers on one I/O thread, by request id, so that one of them can be ended from
// outside. One thread.
class RunningCalls {
public:
    // A call is listed as long as this stands.
    // Coroutines that still wait when a gateway stops are destroyed after their handler: so it shares the list.
    class Stay {
    public:
        Stay(std::shared_ptr<RunningCalls> calls, Call& call);
        ~Stay();
        Stay(const Stay&) = delete;
        Stay& operator=(const Stay&) = delete;

    private:
        std::shared_ptr<RunningCalls> m_calls;
        Call& m_call;
    };

    // Marks the call as cancelled and lets its deadline pass now: whatever it waits for ends. False: no such call.
    bool cancel(std::string_view id, MonotonicTime now);

private:
    std::unordered_map<std::string_view, Call*> m_calls; // names are the records' own
};

} // namespace gatehouse::pipeline
