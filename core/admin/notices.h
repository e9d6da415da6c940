// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// Something that people or programs beside the gateway are told of: "subscription.requested", "subscription.decided",
// "api.published", "api.deprecated", "api.retired". "data" holds no secret.
struct Notice {
    std::string_view event; // of static life
    boost::json::object data;
    std::optional<std::string> team; // whose webhooks it concerns beside the organisation's
    std::string applicant = {};      // the e-mail address of who asked, where he is to be told; never an event's data
};

// Tells them, by webhook and e-mail. Control thread; must not block: what cannot be told at once is queued or counted.
class Notices {
public:
    virtual ~Notices() = default;
    virtual void tell(const Notice& notice) = 0;
};

} // namespace gatehouse::admin
