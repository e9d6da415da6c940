// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/jobs/job.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/kept_exchange.h"
#include "core/pipeline/call_leader.h"
#include "core/pipeline/snapshot_cell.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace gatehouse::pipeline {

// Makes the calls of jobs, through every stage, as their owners would. One per I/O thread; lives on it, and its calls
// must not go on when it has gone.
class JobRunner {
public:
    struct Parts {
        Executor executor;
        SnapshotCell& snapshot;
        CallLeader& leader;
        ApiHandler& apis;
        std::size_t mostAnswer = std::size_t{8} << 20U;
    };
    using Ended = std::function<void(std::string id, jobs::Outcome)>;
    explicit JobRunner(Parts parts) : m_parts(parts) {}

    // "ended" is called on this thread, unless it stops before.
    void run(jobs::Job job, Ended ended);
    // Ends the job's call; false where none runs here.
    bool stop(const std::string& id);

private:
    struct Running;
    using RunningPtr = std::shared_ptr<Running>;
    using List = std::map<std::string, std::weak_ptr<Running>>;

    Task<void> attend(RunningPtr running, Ended ended);
    Task<void> serve(RunningPtr running);

    Parts m_parts;
    std::shared_ptr<List> m_list = std::make_shared<List>();
};

} // namespace gatehouse::pipeline
