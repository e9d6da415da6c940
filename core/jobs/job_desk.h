// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/log.h"
#include "core/base/work_thread.h"
#include "core/jobs/job_keeper.h"
#include "core/jobs/job_rules.h"

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace gatehouse::jobs {

// Keeps jobs and has them done, on a thread of its own ("jobs"), which alone speaks to the store. Any thread may ask;
// answers come on the desk's thread.
class JobDesk {
public:
    struct Parts {
        MakeKeeper make;
        const Clock& clock;
        Log& log;
        Bounds bounds{};
    };
    struct Calls {
        // Has an attempt made, which ends with ended(); and ends one early, which ends so all the same.
        std::function<void(Job)> run;
        std::function<void(const std::string&)> stop;
        std::function<void(const Job&)> over; // it is done, failed or cancelled, and that is kept
    };
    explicit JobDesk(Parts parts);
    ~JobDesk() { stop(); }

    void start(Calls calls);
    // Begins no more of them; those that run go on.
    void pause() { m_paused = true; }
    std::size_t running() const { return m_runningNow.load(std::memory_order_relaxed); }
    // After the I/O threads have stopped: what ran is queued again.
    void stop();

    template <typename T>
    using Done = std::function<void(Result<T>)>;
    // Acknowledged when it is kept. Errors: Limited (too_many_jobs), Unavailable (jobs_busy, the store's).
    void add(Job job, Done<void> done);
    // Only where it is the application's. Errors: NotFound (unknown_job), Unavailable.
    void find(std::string id, std::string app, Done<Job> done);
    // Cancels it, where it is not over. As find().
    void cancel(std::string id, std::string app, Done<Job> done);
    // For the admin API: of every application; "app" empty above means the same.
    void list(JobQuery query, Done<std::vector<Job>> done);
    void ended(std::string id, Outcome outcome);

private:
    struct Waiting {
        std::string app;
        WallMicros due = 0;
    };
    void begin();
    void renew(WallMicros now);
    void letGo();
    void recover();
    MonotonicTime look();
    void startDue(WallMicros now);
    bool startOne(const std::string& id, const std::string& app, WallMicros now);
    enum class Kept { Yes, NotOurs, NotNow };
    Kept keep(const Job& job);
    void keepLate();
    void settle(const std::string& id, Outcome outcome);
    void forget(const std::string& app);
    Result<void> addNow(Job& job);
    Result<Job> findNow(const std::string& id, const std::string& app);
    Result<Job> cancelNow(const std::string& id, const std::string& app);
    Result<JobKeeper*> keeper();
    bool roomToRun(const std::string& app) const;

    Parts m_parts;
    Calls m_calls;
    std::unique_ptr<JobKeeper> m_keeper;
    std::map<std::string, Waiting> m_queue;     // by id: in the order in which they came
    std::map<std::string, Job> m_running;       // without what was asked
    std::map<std::string, std::size_t> m_ofApp; // queued and running
    std::map<std::string, std::size_t> m_appRuns;
    std::map<std::string, Job> m_unkept; // over, but the store does not take it
    std::set<std::string> m_cancelled;   // told to stop while they run
    bool m_recovered = false;
    std::optional<LeaseTimes> m_lease; // of a store that is shared
    WallMicros m_trimmed = 0;
    std::atomic<bool> m_paused{false};
    std::atomic<std::size_t> m_runningNow{0};
    WorkThread m_thread{"jobs"};
};

} // namespace gatehouse::jobs
