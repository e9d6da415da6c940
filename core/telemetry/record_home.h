// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/telemetry/call_record.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace gatehouse::telemetry {

class RecordHome;

// Sends a record back to the thread that made it; one without a home is deleted.
struct SendHome {
    SendHome() = default;
    SendHome(std::default_delete<CallRecord>) {} // NOLINT: as std::unique_ptr converts
    explicit SendHome(RecordHome& from) : home(&from) {}
    void operator()(CallRecord* record) const;

    RecordHome* home = nullptr;
};
using TravellingPtr = std::unique_ptr<CallRecord, SendHome>;

// Where the records of one thread come back to when they are written: that thread frees their memory or uses it again.
// What another thread frees is cold when its owner is given it anew, and each of a record's dozen texts was: that took
// more of a call's time than all other use of memory.
class RecordHome {
public:
    RecordHome() = default;
    ~RecordHome();
    RecordHome(const RecordHome&) = delete;
    RecordHome& operator=(const RecordHome&) = delete;

    // The owner's thread.
    TravellingPtr send(CallRecord&& record);
    // Any thread: it is not needed any more.
    void takeBack(CallRecord* record);

private:
    struct Traveller : CallRecord {
        explicit Traveller(CallRecord&& record) : CallRecord(std::move(record)) {}
        Traveller* behind = nullptr; // in the list of those that came back
    };
    static constexpr std::uint64_t mostWaiting = 512; // what comes back beyond that is freed where it is

    static void freeAll(Traveller* first);
    Traveller* returned();

    Traveller* m_returned = nullptr;      // the owner's
    std::atomic<std::uint64_t> m_used{0}; // of those that came back; written by the owner
    alignas(64) std::atomic<Traveller*> m_back{nullptr};
    std::atomic<std::uint64_t> m_given{0}; // those that came back, ever
};

// The homes of all threads that finish calls.
class RecordHomes {
public:
    RecordHomes();
    RecordHome& ofThisThread();

private:
    struct Owned {
        std::thread::id thread;
        std::unique_ptr<RecordHome> home;
    };

    const std::uint64_t m_serial; // an address may come again
    std::mutex m_mutex;
    std::vector<Owned> m_homes;
};

} // namespace gatehouse::telemetry
