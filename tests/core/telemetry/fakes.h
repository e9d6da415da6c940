// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/telemetry/record_writer.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::telemetry {

class FakeClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::microseconds(m_micros.load())); }
    WallMicros wall() const override { return 1'790'000'000'000'000 + m_micros.load(); }
    void advance(std::chrono::microseconds by) { m_micros += by.count(); }

private:
    std::atomic<std::int64_t> m_micros{1'000'000};
};

class SilentLog final : public Log {
public:
    SilentLog() : Log(LogLevel::Off) {}
};

// What a store would hold: rows, roll-ups and the book; refuses when told to. It outlives the writers that fill it.
struct FakeBook {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::uint64_t> sequences;
    std::vector<std::size_t> batchSizes;
    RollupDelta sums{1'000'000};
    BookState state;
    int refusals = 0;     // writes still to be refused
    bool held = false;    // writes wait while it is set
    bool writing = false; // a write waits
    int attempts = 0;
    bool openFails = false;

    void hold(bool on) {
        const std::lock_guard lock(mutex);
        held = on;
        changed.notify_all();
    }
    void untilWriting() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return writing; });
    }
    void untilAttempts(int count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return attempts >= count; });
    }
};

class FakeWriter final : public RecordWriter {
public:
    explicit FakeWriter(FakeBook& book) : m_book(book) {}

    Result<BookState> open() override {
        if (m_book.openFails)
            return failure(ErrorKind::Unavailable, "store_locked", "locked");
        return m_book.state;
    }
    Result<void> settleLost(std::uint64_t nextSequence, std::uint64_t lost) override {
        m_book.state.nextSequence = nextSequence;
        m_book.state.accounted += lost;
        m_book.state.lost += lost;
        return {};
    }
    Result<void> write(const RecordBatch& batch) override {
        std::unique_lock lock(m_book.mutex);
        ++m_book.attempts;
        m_book.writing = true;
        m_book.changed.notify_all();
        m_book.changed.wait(lock, [this] { return !m_book.held; });
        m_book.writing = false;
        if (m_book.refusals > 0) {
            --m_book.refusals;
            return failure(ErrorKind::Unavailable, "store_full", "no room");
        }
        for (const auto& call : batch.calls) {
            m_book.sequences.push_back(call.sequence);
            m_book.sums.add(*call.record);
            m_book.state.nextSequence = std::max(m_book.state.nextSequence, call.sequence + 1);
        }
        m_book.sums.merge(batch.folded);
        m_book.batchSizes.push_back(batch.calls.size());
        m_book.state.accounted += batch.calls.size() + batch.foldedCalls;
        m_book.state.folded += batch.foldedCalls;
        return {};
    }
    bool maintain(WallMicros) override { return false; }
    void close() override {}

private:
    FakeBook& m_book;
};

inline CallRecord someCall(int number) {
    CallRecord call;
    call.id = "call-" + std::to_string(number);
    call.startedAt = 1'790'000'000'000'000 + number * 1'000;
    call.totalMicros = 1'000 + number;
    call.firstByteMicros = 500;
    call.status = 200;
    call.dialect = "openai";
    call.operation = "chat";
    call.provider = "openai";
    call.modelServed = "gpt-4o-mini";
    call.team = "research";
    call.app = number % 2 == 0 ? "notebook" : "agent";
    call.key = "abcd1234";
    call.tokens.input = 10;
    call.tokens.output = number;
    call.cost = Money::fromPico(1'000 + number);
    call.attempts = 1;
    return call;
}

inline RollupValues totalOf(const RollupDelta& delta) {
    RollupValues out;
    for (const auto& [key, values] : delta.sums())
        out.merge(values);
    return out;
}

} // namespace gatehouse::telemetry
