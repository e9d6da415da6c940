// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/log.h"
#include "core/base/work_thread.h"
#include "core/notices/delivery.h"

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace gatehouse::notices {

// Keeps news until its receivers have taken it, on a thread of its own ("outbox"), which alone speaks to the store.
// One attempt at a time for each receiver. Any thread may ask; answers come on the outbox's thread.
class Outbox {
public:
    struct Parts {
        MakeDeliveryKeeper make;
        const Clock& clock;
        Log& log;
        std::size_t most = 20'000; // that wait
        std::size_t atOnce = 16;
        std::chrono::hours listed{24 * 7}; // how long one that has ended can be looked at
    };
    explicit Outbox(Parts parts);
    ~Outbox() { stop(); }

    // "send" makes an attempt on whatever thread it likes, and ends it with sent().
    void start(std::function<void(Delivery)> send);
    void stop();

    // False where there is no room, which is logged.
    bool put(std::vector<Delivery> deliveries);
    void sent(std::string id, Attempt attempt);
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    void list(DeliveryQuery query, Done<std::vector<Delivery>> done);

private:
    void renew(WallMicros now);
    void recover();
    MonotonicTime look();
    void keep(const Delivery& delivery);
    void putNow(std::vector<Delivery> deliveries);
    void settle(const std::string& id, const Attempt& attempt);
    Result<DeliveryKeeper*> keeper();
    void tell(const char* what, const Error& error);

    Parts m_parts;
    std::function<void(Delivery)> m_send;
    std::unique_ptr<DeliveryKeeper> m_keeper;
    std::map<std::string, Delivery> m_waiting; // by id
    std::map<std::string, Delivery> m_going;
    std::set<std::string> m_busy;             // receivers
    std::map<std::string, Delivery> m_unkept; // what the store did not take
    std::atomic<std::size_t> m_count{0};      // that wait or go
    std::set<std::string> m_unadded;          // the store does not know them: nobody else can send them
    bool m_recovered = false;
    std::optional<LeaseTimes> m_lease; // of a store that is shared; none: there is nobody else to send
    WallMicros m_trimmed = 0;
    WorkThread m_thread{"outbox"};
};

} // namespace gatehouse::notices
