// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/open_calls.h"

#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects {

void OpenCalls::note(const Message& turn) {
    m_calls.clear();
    for (const auto& part : turn.parts) {
        if (const auto* use = std::get_if<ToolUsePart>(&part.content))
            m_calls.push_back({use->id, use->name});
    }
}

std::string OpenCalls::answer(std::string id, std::string_view name) {
    const auto waits = std::find_if(m_calls.begin(), m_calls.end(), [&](const Call& call) {
        return id.empty() ? name.empty() || call.name == name : call.id == id;
    });
    if (waits == m_calls.end())
        return id.empty() ? madeToolId(name) : id;
    id = waits->id;
    m_calls.erase(waits);
    return id;
}

} // namespace gatehouse::dialects
