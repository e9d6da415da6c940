// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/telemetry/call_record.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace gatehouse::telemetry {

// Live notices beside the rows (GET /events).
struct CallStarted {
    std::string id;
    WallMicros at = 0;
    std::string dialect, operation, modelAsked, app, key;
};
struct CallProgress {
    std::string id;
    std::int64_t elapsedMicros = 0;
    std::int64_t firstByteMicros = 0;
    std::string provider;
    std::int64_t outputBytes = 0;
};

// Where I/O threads leave what happened. Never blocks, never fails: see Recorder. Thread-safe.
class CallSink {
public:
    virtual ~CallSink() = default;
    virtual void finished(CallRecord&& record) = 0;
    // True while somebody watches; started() and progress() need not be called otherwise.
    virtual bool watched() const = 0;
    virtual void started(CallStarted&& notice) = 0;
    virtual void progress(CallProgress&& notice) = 0;
};

} // namespace gatehouse::telemetry
