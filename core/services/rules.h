// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/services/asked.h"
#include "core/services/service.h"

#include <string>
#include <vector>

namespace gatehouse::services {

struct RuleMatch {
    const Rule* rule = nullptr; // null: none matches
    PathValues values;
    std::vector<std::string> allow; // where the path has rules, but not for this method
};

// The first rule in which everything holds. A rule for GET takes HEAD too. Texts compare whole; '*' stands for any
// characters; hosts without their port and without case.
RuleMatch findRule(const Service& service, const Asked& asked);

// Does the text have the pattern's form?
bool matchesText(std::string_view text, std::string_view pattern);

// What goes to the service, but for the server's own part.
struct Outgoing {
    std::string path;  // behind the server's base path
    std::string query; // without '?'
    Headers headers;
    std::optional<std::string> body; // in the place of the client's
    std::string target(const Server& server) const {
        return server.basePath + path + (query.empty() ? "" : "?" + query);
    }
};

// Applies the rule's changes; the group's credential is added when it is sent. Errors: Invalid invalid_value, where a
// value that was placed cannot stand in a header.
Result<Outgoing> outgoing(const Rule& rule, const Asked& asked, const PathValues& values);

// What the client gets.
struct Incoming {
    int status = 200;
    Headers headers;
    std::optional<std::string> body; // in the place of the service's
};

// "json": of the service's body, where the rule reads it and it is JSON; without it a body is not mapped.
Incoming incoming(const Rule& rule, const Asked& asked, const PathValues& values, const Server& server, int status,
                  const HeaderViews& service, const boost::json::value* json);

} // namespace gatehouse::services
