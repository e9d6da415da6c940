// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// The tool calls of the last turn that wait for their results: for results that name no id (legacy functions, Gemini,
// old servers), which are matched by name and order.
class OpenCalls {
public:
    void note(const Message& turn); // a model's or a user's; results are answered, not noted
    // The id under which the result is known; "id" may be empty.
    std::string answer(std::string id, std::string_view name);

private:
    struct Call {
        std::string id;
        std::string name;
    };
    std::vector<Call> m_calls;
};

} // namespace gatehouse::dialects
