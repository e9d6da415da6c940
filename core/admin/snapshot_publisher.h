// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/snapshot.h"

namespace gatehouse::admin {

// Hands a snapshot to every I/O thread. Declared here, implemented by the app over its threads.
class SnapshotPublisher {
public:
    virtual ~SnapshotPublisher() = default;

    // Posts the snapshot to every I/O thread and returns when each has taken it (control thread; it is the one thread
    // that may wait for the I/O threads, since none of them ever waits for it). After an error some threads may still
    // have the old snapshot: they get the next one, and the caller says so. Unavailable (snapshot_not_taken) when a
    // thread does not answer within a bound of the implementation's own.
    virtual Result<void> publish(config::SnapshotPtr snapshot) = 0;
};

} // namespace gatehouse::admin
