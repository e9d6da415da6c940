// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/running_calls.h"

#include "core/pipeline/call.h"

#include <utility>

namespace gatehouse::pipeline {

RunningCalls::Stay::Stay(std::shared_ptr<RunningCalls> calls, Call& call) : m_calls(std::move(calls)), m_call(call) {
    m_calls->m_calls.emplace(m_call.record.id, &m_call);
}

RunningCalls::Stay::~Stay() {
    m_calls->m_calls.erase(m_call.record.id);
}

bool RunningCalls::cancel(std::string_view id, MonotonicTime now) {
    const auto found = m_calls.find(id);
    if (found == m_calls.end())
        return false;
    auto& call = *found->second;
    call.cancelled = true;
    call.deadline = now;
    call.exchange.setDeadline(now);
    return true;
}

} // namespace gatehouse::pipeline
