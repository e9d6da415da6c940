// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::telemetry {

// What an application thinks of the answer to one of its calls.
struct Feedback {
    std::string call; // its request id
    std::string app;  // who says so
    double score = 0; // 0 to 1
    std::string comment;
    WallMicros at = 0;
    int looks = 0; // how often its call was looked for
};

// Left by I/O threads, taken by the control thread. Bounded; thread-safe. No call goes this way: the lock is no burden.
class FeedbackBox {
public:
    explicit FeedbackBox(std::size_t most = 4'096) : m_most(most) {}
    // False: it is full.
    bool put(Feedback feedback) {
        const std::lock_guard lock(m_mutex);
        if (m_waiting.size() >= m_most)
            return false;
        m_waiting.push_back(std::move(feedback));
        return true;
    }
    std::vector<Feedback> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_waiting, {});
    }

private:
    const std::size_t m_most;
    std::mutex m_mutex;
    std::vector<Feedback> m_waiting;
};

} // namespace gatehouse::telemetry
