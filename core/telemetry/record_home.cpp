// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/record_home.h"

#include <algorithm>

namespace gatehouse::telemetry {

void SendHome::operator()(CallRecord* record) const {
    if (home != nullptr)
        home->takeBack(record);
    else
        delete record;
}

void RecordHome::freeAll(Traveller* first) {
    while (first != nullptr)
        delete std::exchange(first, first->behind);
}

RecordHome::~RecordHome() {
    freeAll(m_returned);
    freeAll(m_back.load());
}

TravellingPtr RecordHome::send(CallRecord&& record) {
    auto* again = returned();
    if (again == nullptr)
        return TravellingPtr(new Traveller(std::move(record)), SendHome(*this));
    static_cast<CallRecord&>(*again) = std::move(record);
    return TravellingPtr(again, SendHome(*this));
}

RecordHome::Traveller* RecordHome::returned() {
    if (m_returned == nullptr && m_back.load(std::memory_order_relaxed) != nullptr)
        m_returned = m_back.exchange(nullptr, std::memory_order_acquire);
    if (m_returned == nullptr)
        return nullptr;
    m_used.store(m_used.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return std::exchange(m_returned, m_returned->behind);
}

void RecordHome::takeBack(CallRecord* sent) {
    auto* record = static_cast<Traveller*>(sent);
    record->bodies.reset(); // their room is counted
    const auto waiting = m_given.load(std::memory_order_relaxed) - m_used.load(std::memory_order_relaxed);
    if (waiting >= mostWaiting) {
        delete record;
        return;
    }
    m_given.fetch_add(1, std::memory_order_relaxed);
    record->behind = m_back.load(std::memory_order_relaxed);
    while (!m_back.compare_exchange_weak(record->behind, record, std::memory_order_release, std::memory_order_relaxed))
        ;
}

RecordHomes::RecordHomes()
    : m_serial([] {
          static std::atomic<std::uint64_t> last{0};
          return last.fetch_add(1, std::memory_order_relaxed) + 1;
      }()) {}

RecordHome& RecordHomes::ofThisThread() {
    thread_local std::uint64_t serial = 0;
    thread_local RecordHome* home = nullptr;
    if (serial == m_serial)
        return *home;
    const std::lock_guard lock(m_mutex);
    const auto self = std::this_thread::get_id();
    const auto found =
        std::find_if(m_homes.begin(), m_homes.end(), [self](const Owned& one) { return one.thread == self; });
    home = found != m_homes.end() ? found->home.get()
                                  : m_homes.emplace_back(Owned{self, std::make_unique<RecordHome>()}).home.get();
    serial = m_serial;
    return *home;
}

} // namespace gatehouse::telemetry
