// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/caller.h"
#include "core/http/message.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gatehouse::admin {

using Texts = std::map<std::string, std::string, std::less<>>;

// A request of the admin API as its operations see it: checked, decoded once, a value that may go to another thread.
struct Request {
    http::Method method = http::Method::Get; // HEAD comes as Get
    Texts path;                              // the places of the template, decoded: "id", "name"
    Texts query;                             // decoded; only names that the operation has
    std::string contentType;                 // media type in lower case, without parameters
    std::string accept;
    std::string ifMatch;
    std::string ifNoneMatch;
    std::string lastEventId;
    std::string body;
    std::string actor;     // for the audit log: who, as far as it is known
    std::string address;   // of the peer
    std::string ownOrigin; // of the listener as the caller names it: "http://127.0.0.1:8643"
    Caller caller;

    std::string_view place(std::string_view name) const { return textOf(path, name); }
    // Empty where the parameter is absent.
    std::string_view parameter(std::string_view name) const { return textOf(query, name); }
    bool has(std::string_view name) const { return query.find(name) != query.end(); }
    bool flag(std::string_view name) const { return parameter(name) == "true"; }

private:
    static std::string_view textOf(const Texts& texts, std::string_view name) {
        const auto found = texts.find(name);
        return found == texts.end() ? std::string_view() : std::string_view(found->second);
    }
};

} // namespace gatehouse::admin
