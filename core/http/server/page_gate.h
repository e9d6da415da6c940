// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"

#include <string_view>

namespace gatehouse::http {

// Lets pages of other sites through to some addresses of a listener, which refuses their requests else. Asked on the
// I/O thread of its listener, only for a request that was refused for its Origin alone and has one such field; every
// other check stands.
class PageGate {
public:
    virtual ~PageGate() = default;
    virtual bool letsIn(const RequestHead& head, std::string_view origin) const = 0;
};

// With a gate, or null: none.
inline bool letsPageIn(const PageGate* gate, const RequestHead& head) {
    std::string_view origin;
    int origins = 0;
    for (const auto& field : head.fields) {
        if (!equalsIgnoringCase(field.name, "Origin"))
            continue;
        origin = field.value;
        ++origins;
    }
    return gate != nullptr && origins == 1 && gate->letsIn(head, origin);
}

} // namespace gatehouse::http
