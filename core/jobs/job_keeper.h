// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/lease.h"
#include "core/base/result.h"
#include "core/jobs/job.h"

#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::jobs {

// Which jobs a list shows; empty: all.
struct JobQuery {
    std::string app;
    std::string api;
    std::optional<State> state;
    std::string before; // ids below this one: they sort by the time they were made
    std::size_t limit = 50;
};

// Where jobs outlive the process. Made, used and destroyed on one thread of the desk's own. Of several processes on one
// store each works on its own jobs and can find all. Errors: the store's.
class JobKeeper {
public:
    virtual ~JobKeeper() = default;
    virtual Result<void> add(const Job& job) = 0;
    // What became of it: all but its owner and, unless it is over, what was asked. False where it was over already, by
    // whatever process, and where one that goes on is another process's now: then nothing changes.
    virtual Result<bool> update(const Job& job) = 0;
    virtual Result<std::optional<Job>> find(const std::string& id) = 0;
    // Without requests and the bodies of answers, newest first.
    virtual Result<std::vector<Job>> list(const JobQuery& query) = 0;
    // Those of this process that are not over, without what was asked.
    virtual Result<std::vector<Job>> unfinished() = 0;
    // May other processes work on the same store? Then renew() is asked for every leaseRenewal.
    virtual bool shared() const { return false; }
    virtual Result<Renewal> renew() { return Renewal(); }
    // Takes out those that were over before.
    virtual Result<void> trim(WallMicros before) = 0;
};

using MakeKeeper = std::function<Result<std::unique_ptr<JobKeeper>>()>;

} // namespace gatehouse::jobs
