// SPDX-License-Identifier: Apache-2.0
// Records at size, on SQLite: what a row costs the recorder, whether it keeps up with 10,000 calls a second, and how
// long pages and statistics take over millions of calls.
//   bench_recorder [--rows 5000000] [--rate 10000] [--seconds 60] [--rebuild 1] [--folder DIR]
// Without --folder it makes one and removes it at the end; a folder that is given is kept and used again.
#include "core/base/log.h"
#include "core/store/reader.h"
#include "core/store/store.h"
#include "core/telemetry/record_jobs.h"
#include "core/telemetry/record_writer.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/sequence_counter.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <thread>
#include <vector>

namespace {

using namespace gatehouse;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int batchCalls = 500;
constexpr WallMicros firstStart = 1'790'000'000'000'000;
constexpr std::int64_t spanMicros = 30 * telemetry::microsPerDay;
constexpr int times = 9; // a query is asked so often; its median is told

struct Options {
    std::uint64_t rows = 5'000'000;
    std::uint64_t rate = 10'000;
    std::uint64_t seconds = 60;
    std::uint64_t rebuild = 1;
    std::string folder;
};

// About 240 combinations of names, one of which is rare.
telemetry::CallRecord makeCall(std::uint64_t number, WallMicros startedAt) {
    static const char* const models[] = {"gpt-4o-mini", "gpt-4o", "claude-sonnet", "claude-haiku"};
    const auto mixed = number * 0x9e3779b97f4a7c15ULL;
    const auto pick = [&](unsigned shift, std::uint64_t count) { return (mixed >> shift) % count; };
    telemetry::CallRecord call;
    call.id = "01M8" + std::to_string(1'000'000'000'000'000'000ULL + number) + "abc";
    call.startedAt = startedAt;
    call.totalMicros = 200'000 + static_cast<std::int64_t>(pick(8, 900'000));
    call.firstByteMicros = call.totalMicros / 3;
    const bool limited = pick(16, 50) == 0;
    call.status = limited ? 429 : 200;
    call.errorClass = limited ? telemetry::ErrorClass::ProviderLimit : telemetry::ErrorClass::None;
    call.outcome = limited ? telemetry::Outcome::ProviderError : telemetry::Outcome::Ok;
    call.dialect = "openai";
    call.operation = "chat";
    const auto model = pick(24, 4);
    call.modelAsked = models[model];
    call.modelServed = models[model];
    call.provider = model < 2 ? (pick(28, 3) == 0 ? "azure" : "openai") : "anthropic";
    call.route = call.modelAsked;
    const auto app = pick(32, 20);
    call.team = "team-" + std::to_string(app % 4);
    call.app = "notebook-" + std::to_string(app);
    call.key = number % 100'000 == 77 ? "rarekey1" : "k3y" + std::to_string(app);
    call.tokens.input = 900;
    call.tokens.output = 120;
    call.cost = Money::fromPico(207'000'000);
    call.attempts = 1;
    call.client = "OpenAI/Python 1.54.3";
    call.address = "127.0.0.1";
    call.providerRequestId = "req_" + std::to_string(number);
    call.bytesIn = 1'024;
    call.bytesOut = 1'100;
    call.explain.rule = "route " + call.route;
    call.explain.chosen = call.provider + "/" + call.modelServed + ": first of 2 by priority";
    telemetry::Attempt attempt;
    attempt.provider = call.provider;
    attempt.model = call.modelServed;
    attempt.endMicros = call.totalMicros;
    attempt.status = call.status;
    attempt.decision = "served";
    call.explain.attempts = {attempt};
    call.explain.limits = {{"app:notebook requests_per_minute", "1000", "17"}, {"app:notebook budget", "10", "0.2"}};
    call.explain.price = "input 0.15, output 0.6 per million (list price, 2026-01-01)";
    return call;
}

// The calls are of a time of their own: nothing is removed.
store::RetentionSettings forEver() {
    store::RetentionSettings out;
    out.calls = out.bodies = out.minuteRollups = out.hourRollups = std::chrono::hours(0);
    return out;
}

double processMicros() {
    return static_cast<double>(std::clock()) * 1e6 / CLOCKS_PER_SEC;
}

double threadMicros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// The median of the wall time, and the CPU time of this thread beside it: other work on the machine shows in the first.
template <typename Work>
void timed(const char* name, double must, Work&& work) {
    std::vector<double> wall;
    std::vector<double> cpu;
    std::size_t count = 0;
    for (int i = 0; i < times; ++i) {
        const auto begin = Steady::now();
        const auto before = threadMicros();
        count = work();
        cpu.push_back((threadMicros() - before) / 1e3);
        wall.push_back(std::chrono::duration<double, std::milli>(Steady::now() - begin).count());
    }
    std::sort(wall.begin(), wall.end());
    std::sort(cpu.begin(), cpu.end());
    std::printf("  %-52s %8.1f ms  worst %8.1f  cpu %8.1f  must %4.0f  (%zu found)\n", name, wall[times / 2],
                wall.back(), cpu[times / 2], must, count);
}

bool fill(store::Store& store, std::uint64_t rows) {
    auto writer = store.recordWriter(forEver());
    const auto book = writer->open();
    if (!book)
        return false;
    const auto begin = Steady::now();
    const auto already = book->nextSequence - 1;
    double cpu = 0;
    for (auto done = already; done < rows;) {
        telemetry::RecordBatch batch;
        for (int i = 0; i < batchCalls && done < rows; ++i, ++done) {
            const auto at =
                firstStart + static_cast<std::int64_t>(done) * (spanMicros / static_cast<std::int64_t>(rows));
            batch.calls.push_back({done + 1, std::make_unique<telemetry::CallRecord>(makeCall(done + 1, at))});
        }
        const auto before = processMicros();
        if (const auto written = writer->write(batch); !written) {
            std::fprintf(stderr, "%s\n", written.error().message.c_str());
            return false;
        }
        cpu += processMicros() - before;
    }
    writer->close();
    if (rows > already)
        std::printf(
            "filled: %llu rows in %.0f s, %.2f us of CPU per row\n", static_cast<unsigned long long>(rows - already),
            std::chrono::duration<double>(Steady::now() - begin).count(), cpu / static_cast<double>(rows - already));
    return true;
}

// Two threads finish calls at a steady rate, as I/O threads would; the recorder writes them beside.
bool keepUp(store::Store& store, const Options& wanted) {
    const SystemClock clock;
    Log log(LogLevel::Error);
    auto sequence = telemetry::SequenceCounter::inFile(store.sequenceFile());
    if (!sequence)
        return false;
    telemetry::Recorder recorder({}, store.recordWriter(forEver()), std::move(*sequence), nullptr, clock, log);
    if (!recorder.start())
        return false;
    const auto cpuBefore = processMicros();
    const auto begin = Steady::now();
    constexpr unsigned makers = 2;
    std::vector<double> makerCpu(makers);
    std::vector<std::thread> threads;
    std::uint64_t most = 0;
    for (unsigned maker = 0; maker < makers; ++maker) {
        threads.emplace_back([&, maker] {
            const auto total = wanted.rate * wanted.seconds / makers;
            const auto from = threadMicros();
            for (std::uint64_t i = 0; i < total; ++i) {
                const auto due = begin + std::chrono::microseconds(i * makers * 1'000'000 / wanted.rate);
                if (i % 16 == 0)
                    std::this_thread::sleep_until(due);
                recorder.finished(makeCall(10'000'000 + i * makers + maker, clock.wall()));
            }
            makerCpu[maker] = threadMicros() - from;
        });
    }
    for (std::uint64_t tick = 0; tick < wanted.seconds * 10; ++tick) {
        std::this_thread::sleep_until(begin + milliseconds(100 * (tick + 1)));
        most = std::max(most, recorder.counters().waiting);
    }
    for (auto& thread : threads)
        thread.join();
    const auto made = std::chrono::duration<double>(Steady::now() - begin).count();
    recorder.stop();
    const auto counters = recorder.counters();
    const auto cpu = processMicros() - cpuBefore - makerCpu[0] - makerCpu[1];
    std::printf("recorder: %llu calls at %.0f a second for %.0f s: written %llu, dropped %llu, most waiting %llu, "
                "%.2f us of CPU per row\n",
                static_cast<unsigned long long>(counters.finished), static_cast<double>(counters.finished) / made, made,
                static_cast<unsigned long long>(counters.written),
                static_cast<unsigned long long>(counters.folded + counters.unwritten),
                static_cast<unsigned long long>(most), cpu / static_cast<double>(counters.finished));
    return counters.written == counters.finished;
}

// Sums made anew from all rows, and the longest that a batch would have had to wait for it.
bool makeSumsAnew(store::Store& store) {
    auto writer = store.recordWriter(forEver());
    if (!writer->open())
        return false;
    telemetry::RecordJobs jobs;
    jobs.ask(telemetry::JobKind::RebuildRollups, firstStart);
    const auto begin = Steady::now();
    const auto cpu = threadMicros();
    std::vector<double> steps;
    while (jobs.next()) {
        const auto before = threadMicros();
        writer->work(jobs, firstStart + spanMicros);
        steps.push_back((threadMicros() - before) / 1e3);
    }
    writer->close();
    const auto status = jobs.status(telemetry::JobKind::RebuildRollups);
    std::sort(steps.begin(), steps.end());
    std::printf("sums made anew: %s in %.0f s (%.0f s of CPU), %zu steps, the longest %.1f ms of CPU\n",
                status.message.c_str(), std::chrono::duration<double>(Steady::now() - begin).count(),
                (threadMicros() - cpu) / 1e6, steps.size(), steps.back());
    return status.state == telemetry::JobState::Done;
}

void measureQueries(store::Reader& reader, std::uint64_t rows) {
    const auto now = firstStart + spanMicros;
    const auto page = [&](const char* text, std::string cursor = {}) {
        store::CallRequest request;
        request.filter = contract::parseFilter(text, now).value();
        request.cursor = std::move(cursor);
        return reader.calls(request).value().calls.size();
    };
    std::printf("pages of 50 over %llu calls (median of %d):\n", static_cast<unsigned long long>(rows), times);
    timed("newest page", 50, [&] { return page(""); });
    timed("page in the middle", 50, [&] { return page("", "s" + std::to_string(rows / 2)); });
    timed("after:-7d app:notebook-7", 50, [&] { return page("after:-7d app:notebook-7"); });
    timed("before:-20d after:-21d status>=400", 50, [&] { return page("before:-20d after:-21d status>=400"); });
    timed("after:-30d key:rarekey1", 50, [&] { return page("after:-30d key:rarekey1"); });
    timed("before:-25d provider:azure", 50, [&] { return page("before:-25d provider:azure"); });
    timed("after:-1h key:none (finds nothing)", 50, [&] { return page("after:-1h key:none"); });
    timed("provider:azure latency>1s", 100, [&] { return page("provider:azure latency>1s"); });
    timed("provider:azure latency>2s (finds nothing)", 100, [&] { return page("provider:azure latency>2s"); });
    timed("word that is nowhere", 100, [&] { return page("nowhere"); });
    timed("cost>1 (finds nothing)", 100, [&] { return page("cost>1"); });
    timed("one call by its id", 50,
          [&] { return reader.call(makeCall(rows / 2, 0).id).value() ? std::size_t{1} : std::size_t{0}; });
    std::printf("statistics of 30 days:\n");
    const auto stats = [&](const char* groups, const char* step, const char* metrics = "") {
        const auto request = store::parseStatsRequest("-30d", "", step, groups, metrics, now).value();
        return reader.stats(request).value().series.size();
    };
    timed("as they are asked for without more", 100, [&] { return stats("", ""); });
    timed("by model, all metrics", 100, [&] { return stats("model", ""); });
    timed("by app, calls and cost", 100, [&] { return stats("app", "", "calls,cost"); });
    timed("by day, model and app", 100, [&] { return stats("model,app", "1d"); });
    timed("spend ever", 100, [&] { return reader.spendSince(0).value().byApp.size(); });
}

bool parse(int count, char** arguments, Options& options) {
    for (int i = 1; i + 1 < count; i += 2) {
        const auto number = std::strtoull(arguments[i + 1], nullptr, 10);
        if (std::strcmp(arguments[i], "--rows") == 0)
            options.rows = number;
        else if (std::strcmp(arguments[i], "--rate") == 0)
            options.rate = number;
        else if (std::strcmp(arguments[i], "--seconds") == 0)
            options.seconds = number;
        else if (std::strcmp(arguments[i], "--rebuild") == 0)
            options.rebuild = number;
        else if (std::strcmp(arguments[i], "--folder") == 0)
            options.folder = arguments[i + 1];
        else
            return false;
    }
    return count % 2 == 1;
}

} // namespace

int main(int count, char** arguments) {
    QCoreApplication application(count, arguments);
    Options wanted;
    if (!parse(count, arguments, wanted)) {
        std::fprintf(stderr,
                     "usage: bench_recorder [--rows N] [--rate N] [--seconds N] [--rebuild 0|1] [--folder DIR]\n");
        return 2;
    }
    const QTemporaryDir own;
    store::StoreOptions options;
    options.dataDirectory = wanted.folder.empty() ? own.path().toStdString() : wanted.folder;
    if (const char* address = std::getenv("GATEHOUSE_BENCH_STORE")) // postgres://…, an empty database
        options.url = address;
    auto opened = store::Store::open(options);
    if (!opened) {
        std::fprintf(stderr, "%s\n", opened.error().message.c_str());
        return 1;
    }
    auto& store = **opened;
    if (wanted.rows > 0 && !fill(store, wanted.rows))
        return 1;
    const auto reader = store.reader();
    if (!reader)
        return 1;
    if (wanted.rows > 0)
        measureQueries(**reader, wanted.rows);
    if (wanted.rebuild > 0 && !makeSumsAnew(store))
        return 1;
    if (wanted.seconds > 0 && !keepUp(store, wanted))
        return 1;
    return 0;
}
