// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/notice_board.h"

#include "core/telemetry/call_json.h"

#include <utility>

namespace gatehouse::telemetry {

NoticeBoard::NoticeBoard(std::size_t capacity, EventHub& hub, const Clock& clock)
    : m_queue(capacity), m_hub(hub), m_clock(clock) {}

void NoticeBoard::post(CallStarted&& notice) {
    auto item = std::make_unique<Notice>();
    item->started = std::move(notice);
    post(std::move(item));
}

void NoticeBoard::post(CallProgress&& notice) {
    auto item = std::make_unique<Notice>();
    item->progress = std::move(notice);
    post(std::move(item));
}

void NoticeBoard::post(std::unique_ptr<Notice> notice) {
    if (!m_queue.push(notice))
        m_dropped.fetch_add(1, std::memory_order_relaxed);
}

void NoticeBoard::keep(CallProgress&& progress) {
    const auto found = m_calls.find(progress.id);
    if (found == m_calls.end() && m_calls.size() >= mostCalls)
        return;
    auto& call = found != m_calls.end() ? found->second : m_calls[progress.id];
    m_withheld += call.latest ? 0 : 1;
    call.latest = std::move(progress);
}

void NoticeBoard::deliver() {
    while (auto notice = m_queue.pop()) {
        if ((*notice)->started)
            m_hub.publish(EventType::CallStarted, startedJson(*(*notice)->started), (*notice)->started->team);
        else
            keep(std::move((*notice)->progress));
    }
    if (m_withheld == 0)
        return;
    const auto now = m_clock.monotonic();
    for (auto& [id, call] : m_calls) {
        if (!call.latest || (call.told && now - *call.told < progressEvery))
            continue;
        m_hub.publish(EventType::CallProgress, progressJson(*call.latest), call.latest->team);
        call.latest.reset();
        call.told = now;
        --m_withheld;
    }
}

void NoticeBoard::finished(std::string_view id, const std::string& team, std::string json) {
    const auto found = m_calls.find(std::string(id));
    if (found != m_calls.end()) {
        m_withheld -= found->second.latest ? 1 : 0;
        m_calls.erase(found);
    }
    m_hub.publish(EventType::CallFinished, std::move(json), team);
}

} // namespace gatehouse::telemetry
