// SPDX-License-Identifier: Apache-2.0
#include "core/jobs/job_desk.h"

#include <QTest>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <utility>

using namespace gatehouse;
using namespace gatehouse::jobs;

namespace {

constexpr std::int64_t second = 1'000'000;

class SilentLog final : public Log {
public:
    SilentLog() : Log(LogLevel::Off) {}
};

// What a store would hold; outlives the desks on it.
struct Book {
    std::mutex mutex;
    std::map<std::string, Job> jobs;
    bool broken = false;
    bool shared = false;
    std::set<std::string> others; // ids of jobs that another process has
    Renewal renewal;              // what the next renewal comes to, once
    int renewals = 0;
    Job of(const std::string& id) {
        const std::lock_guard lock(mutex);
        return jobs[id];
    }
};

class FakeKeeper final : public JobKeeper {
public:
    explicit FakeKeeper(Book& book) : m_book(book) {}
    Result<void> add(const Job& job) override {
        const std::lock_guard lock(m_book.mutex);
        if (m_book.broken)
            return gone();
        m_book.jobs[job.id] = job;
        return {};
    }
    Result<bool> update(const Job& job) override {
        const std::lock_guard lock(m_book.mutex);
        if (m_book.broken)
            return gone();
        auto& kept = m_book.jobs[job.id];
        if (isOver(kept.state) || (!isOver(job.state) && m_book.others.contains(job.id)))
            return false;
        auto request = kept.request;
        kept = job;
        if (!isOver(job.state))
            kept.request = std::move(request);
        return true;
    }
    Result<std::optional<Job>> find(const std::string& id) override {
        const std::lock_guard lock(m_book.mutex);
        const auto found = m_book.jobs.find(id);
        return found == m_book.jobs.end() ? std::nullopt : std::optional(found->second);
    }
    Result<std::vector<Job>> list(const JobQuery&) override { return std::vector<Job>(); }
    Result<std::vector<Job>> unfinished() override {
        const std::lock_guard lock(m_book.mutex);
        std::vector<Job> out;
        for (const auto& [id, job] : m_book.jobs) {
            if (!isOver(job.state) && !m_book.others.contains(id))
                out.push_back(job);
        }
        return out;
    }
    bool shared() const override { return m_book.shared; }
    Result<Renewal> renew() override {
        const std::lock_guard lock(m_book.mutex);
        ++m_book.renewals;
        return std::exchange(m_book.renewal, {});
    }
    Result<void> trim(WallMicros) override { return {}; }

private:
    static tl::unexpected<Error> gone() { return failure(ErrorKind::Unavailable, "store_gone", "gone"); }
    Book& m_book;
};

Job jobOf(std::string id, std::string app = "notebook") {
    Job job;
    job.id = std::move(id);
    job.app = std::move(app);
    job.request.body = "{}";
    return job;
}

Outcome outcomeOf(int status, std::string body = "{}") {
    Outcome outcome;
    outcome.answer = {status, "application/json", std::move(body)};
    outcome.call = "call";
    outcome.code = status < 300 ? "" : "upstream";
    return outcome;
}

// A desk whose attempts the test answers.
class Bench {
public:
    explicit Bench(Book& book, Bounds bounds = {})
        : m_desk({[&book]() -> Result<std::unique_ptr<JobKeeper>> { return std::make_unique<FakeKeeper>(book); },
                  m_clock, m_log, bounds}) {
        m_desk.start({[this](Job job) { note(m_begun, std::move(job)); },
                      [this](const std::string& id) {
                          Job job;
                          job.id = id;
                          note(m_stopped, std::move(job));
                      },
                      [this](const Job& job) { note(m_over, job); }});
    }
    Result<void> add(Job job) {
        std::promise<Result<void>> done;
        m_desk.add(std::move(job), [&](Result<void> result) { done.set_value(std::move(result)); });
        return done.get_future().get();
    }
    Result<Job> find(std::string id, std::string app) {
        std::promise<Result<Job>> done;
        m_desk.find(std::move(id), std::move(app), [&](Result<Job> result) { done.set_value(std::move(result)); });
        return done.get_future().get();
    }
    Result<Job> cancel(std::string id, std::string app) {
        std::promise<Result<Job>> done;
        m_desk.cancel(std::move(id), std::move(app), [&](Result<Job> result) { done.set_value(std::move(result)); });
        return done.get_future().get();
    }
    // Waits for so many, ever.
    std::vector<Job> begun(std::size_t count) { return wait(m_begun, count); }
    std::vector<Job> over(std::size_t count) { return wait(m_over, count); }
    std::vector<Job> stopped(std::size_t count) { return wait(m_stopped, count); }
    std::size_t begunSoFar() {
        const std::lock_guard lock(m_mutex);
        return m_begun.size();
    }
    JobDesk& desk() { return m_desk; }

private:
    void note(std::vector<Job>& list, Job job) {
        const std::lock_guard lock(m_mutex);
        list.push_back(std::move(job));
        m_news.notify_all();
    }
    std::vector<Job> wait(const std::vector<Job>& list, std::size_t count) {
        std::unique_lock lock(m_mutex);
        if (!m_news.wait_for(lock, std::chrono::seconds(20), [&] { return list.size() >= count; }))
            qFatal("it did not come to that");
        return list;
    }

    SystemClock m_clock;
    SilentLog m_log;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::vector<Job> m_begun, m_over, m_stopped;
    JobDesk m_desk;
};

} // namespace

class JobDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aJobIsKeptMadeAndAnswered() {
        Book book;
        Bench bench(book);
        QVERIFY(bench.add(jobOf("a")));
        const auto begun = bench.begun(1).front();
        QCOMPARE(begun.request.body, std::string("{}"));
        QCOMPARE(book.of("a").state, State::Running);
        bench.desk().ended("a", outcomeOf(200, "good"));
        QCOMPARE(bench.over(1).front().state, State::Done);
        const auto found = bench.find("a", "notebook");
        QCOMPARE(found.value().answer.body, std::string("good"));
        QCOMPARE(found.value().attempts, 1);
        QVERIFY(found.value().request.body.empty()); // what was said is not kept on
    }
    void anotherApplicationSeesNothingOfIt() {
        Book book;
        Bench bench(book);
        QVERIFY(bench.add(jobOf("a")));
        QCOMPARE(bench.find("a", "other").error().code, std::string("unknown_job"));
        QCOMPARE(bench.cancel("a", "other").error().code, std::string("unknown_job"));
        QCOMPARE(bench.find("b", "notebook").error().code, std::string("unknown_job"));
    }
    void anOutageIsTriedAgainAndAWrongRequestIsNot() {
        Book book;
        Bench bench(book);
        QVERIFY(bench.add(jobOf("a")));
        QVERIFY(bench.add(jobOf("b")));
        bench.begun(2);
        bench.desk().ended("a", outcomeOf(503));
        bench.desk().ended("b", outcomeOf(400));
        QCOMPARE(bench.over(1).front().id, std::string("b"));
        QCOMPARE(book.of("b").state, State::Failed);
        const auto again = bench.begun(3).back();
        QCOMPARE(again.id, std::string("a"));
        QCOMPARE(again.attempts, 2);
        bench.desk().ended("a", outcomeOf(200));
        bench.over(2);
        QCOMPARE(book.of("a").state, State::Done);
        QVERIFY(book.of("a").code.empty());
    }
    void whatAnotherTookOverIsNotBegunHere() {
        Book book;
        book.shared = true;
        Bounds bounds;
        bounds.running = 1;
        Bench bench(book, bounds);
        const auto renewed = [&](Renewal renewal, bool theirs) {
            std::unique_lock lock(book.mutex);
            book.others = theirs ? std::set<std::string>{"b"} : std::set<std::string>();
            book.renewal = renewal;
            const int before = book.renewals;
            lock.unlock();
            return QTest::qWaitFor(
                [&] {
                    const std::lock_guard again(book.mutex);
                    return book.renewals > before;
                },
                20'000);
        };
        QVERIFY(bench.add(jobOf("a")));
        QVERIFY(bench.add(jobOf("b")));
        bench.begun(1);
        QVERIFY(renewed({true, false}, true)); // it was held up for too long
        bench.desk().ended("a", outcomeOf(200));
        QCOMPARE(bench.over(1).front().id, std::string("a")); // the answer that it had counts
        QTest::qWait(500);
        QCOMPARE(bench.begunSoFar(), std::size_t{1});
        QVERIFY(renewed({false, true}, false)); // the other is gone in its turn
        QCOMPARE(bench.begun(2).back().id, std::string("b"));
    }
    void whatRanWhenTheProcessEndedRunsAgain() {
        Book book;
        {
            auto job = jobOf("a");
            job.state = State::Running;
            job.attempts = 1;
            job.deadline = SystemClock().wall() + 3'600 * second;
            book.jobs["a"] = job;
            job.id = "tired";
            job.interruptions = 2;
            book.jobs["tired"] = job;
        }
        Bench bench(book);
        QCOMPARE(bench.begun(1).front().id, std::string("a"));
        QCOMPARE(book.of("a").interruptions, 1);
        QCOMPARE(bench.over(1).front().id, std::string("tired")); // it seems to be what ends the process
        QCOMPARE(book.of("tired").code, std::string("interrupted"));
    }
    void whatRanRunsAgainWhenTheStoreTakesItLater() {
        Book book;
        auto job = jobOf("a");
        job.state = State::Running;
        job.attempts = 1;
        job.deadline = SystemClock().wall() + 3'600 * second;
        book.jobs["a"] = job;
        book.broken = true; // it is read, but not written
        Bench bench(book);
        QVERIFY(bench.find("a", "notebook")); // the desk has begun
        QCOMPARE(bench.begunSoFar(), std::size_t{0});
        {
            const std::lock_guard lock(book.mutex);
            book.broken = false;
        }
        QCOMPARE(bench.begun(1).front().id, std::string("a"));
    }
    void anOrderlyStopIsNoFaultOfTheJob() {
        Book book;
        {
            Bench bench(book);
            QVERIFY(bench.add(jobOf("a")));
            bench.begun(1);
        }
        QCOMPARE(book.of("a").state, State::Queued);
        QCOMPARE(book.of("a").interruptions, 0);
        QCOMPARE(book.of("a").request.body, std::string("{}"));
    }
    void anApplicationHasItsShareOfTheRoom() {
        Book book;
        Bounds bounds;
        bounds.runningOfApp = 2;
        bounds.running = 3;
        bounds.waitingOfApp = 4;
        Bench bench(book, bounds);
        for (const char* id : {"a", "b", "c", "d"})
            QVERIFY(bench.add(jobOf(id)));
        QCOMPARE(bench.add(jobOf("e")).error().code, std::string("too_many_jobs"));
        QVERIFY(bench.add(jobOf("x", "other")));
        const auto begun = bench.begun(3);
        QCOMPARE(begun[2].id, std::string("x"));
        bench.desk().ended("a", outcomeOf(200));
        QCOMPARE(bench.begun(4).back().id, std::string("c"));
        QVERIFY(bench.add(jobOf("e")));
    }
    void aWaitingJobIsCancelledAtOnceAndARunningOneIsStopped() {
        Book book;
        Bounds bounds;
        bounds.running = 1;
        Bench bench(book, bounds);
        QVERIFY(bench.add(jobOf("a")));
        bench.begun(1);
        QVERIFY(bench.add(jobOf("b")));
        QCOMPARE(bench.cancel("b", "notebook").value().state, State::Cancelled);
        QCOMPARE(bench.cancel("a", "notebook").value().state, State::Running);
        QCOMPARE(bench.stopped(1).front().id, std::string("a"));
        bench.desk().ended("a", outcomeOf(499));
        bench.over(2);
        QCOMPARE(book.of("a").state, State::Cancelled);
        QCOMPARE(bench.begunSoFar(), std::size_t{1});
    }
    void nothingIsAcknowledgedThatIsNotKept() {
        Book book;
        book.broken = true;
        Bench bench(book);
        QCOMPARE(bench.add(jobOf("a")).error().code, std::string("store_gone"));
        QCOMPARE(bench.begunSoFar(), std::size_t{0});
    }
    void anAnswerIsKeptWhenTheStoreIsBack() {
        Book book;
        Bench bench(book);
        QVERIFY(bench.add(jobOf("a")));
        bench.begun(1);
        {
            const std::lock_guard lock(book.mutex);
            book.broken = true;
        }
        bench.desk().ended("a", outcomeOf(200, "good"));
        QCOMPARE(bench.find("a", "notebook").value().answer.body, std::string("good"));
        {
            const std::lock_guard lock(book.mutex);
            book.broken = false;
        }
        bench.over(1);
        QCOMPARE(book.of("a").answer.body, std::string("good"));
    }

    void pausesGrowAndHaveABound() {
        QCOMPARE(backoff(1, 0, std::nullopt).count(), second / 2);
        QCOMPARE(backoff(1, 1, std::nullopt).count(), second);
        QCOMPARE(backoff(4, 1, std::nullopt).count(), 8 * second);
        QCOMPARE(backoff(500, 1, std::nullopt).count(), 300 * second);
        QCOMPARE(backoff(1, 1, 30).count(), 30 * second);
        QCOMPARE(backoff(1, 1, 1'000'000).count(), 3'600 * second);
    }
    void aJobIsNotTriedBeyondItsDeadline() {
        Job job = jobOf("a");
        job.state = State::Running;
        job.attempts = 20;
        job.deadline = 100 * second;
        const auto last = after(job, outcomeOf(503), 99 * second, 0, {});
        QCOMPARE(last.state, State::Failed);
        QCOMPARE(last.answer.status, 503);
        job.deadline = 1'000 * second;
        QCOMPARE(after(job, outcomeOf(503), 99 * second, 0, {}).state, State::Queued);
    }
    void anAnswerBeyondTheBoundIsAFailure() {
        Bounds bounds;
        bounds.answer = 3;
        const auto job = after(jobOf("a"), outcomeOf(200, "four"), 1, 0, bounds);
        QCOMPARE(job.code, std::string("answer_too_large"));
        QVERIFY(job.answer.body.empty());
    }
};

QTEST_GUILESS_MAIN(JobDeskTest)
#include "tst_job_desk.moc"
