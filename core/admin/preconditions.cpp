// SPDX-License-Identifier: Apache-2.0
#include "core/admin/control_service.h"
#include "core/admin/shown.h"
#include "core/base/text.h"
#include "core/config/resource.h"

namespace gatehouse::admin {
namespace {

tl::unexpected<Error> stale(std::string message, std::string expected, std::string found) {
    Error error;
    error.kind = ErrorKind::Conflict;
    error.code = "stale";
    error.message = std::move(message);
    error.expected = std::move(expected);
    error.found = std::move(found);
    return tl::unexpected<Error>(std::move(error));
}

} // namespace

bool matchesTag(std::string_view field, std::string_view tag, bool weak) {
    if (trim(field) == "*")
        return true;
    // Our own tags hold no comma, so the list can be cut at commas.
    while (!field.empty()) {
        const auto comma = std::min(field.find(','), field.size());
        auto candidate = trim(field.substr(0, comma));
        field.remove_prefix(std::min(comma + 1, field.size()));
        if (weak && candidate.starts_with("W/"))
            candidate.remove_prefix(2);
        if (candidate == tag)
            return true;
    }
    return false;
}

Result<void> checkPreconditions(const Preconditions& conditions, const config::Objects& objects, config::Kind kind,
                                std::string_view id) {
    if (conditions.ifMatch.empty() && conditions.ifNoneMatch.empty())
        return {};
    const auto* standing = config::findObject(objects, kind, id);
    const std::string tag = standing == nullptr ? std::string() : Shown(objects).tag(*standing);
    if (!conditions.ifMatch.empty()) {
        if (standing == nullptr)
            return stale("If-Match was sent, but there is no such object (any more).", "an object", "nothing");
        if (!matchesTag(conditions.ifMatch, tag, false))
            return stale("The object was changed meanwhile; get it again and repeat the change on what it is now.",
                         "If-Match: " + tag, "another entity tag");
    }
    if (!conditions.ifNoneMatch.empty() && standing != nullptr && matchesTag(conditions.ifNoneMatch, tag, true))
        return stale("If-None-Match was sent, but the object exists.", "no such object", tag);
    return {};
}

} // namespace gatehouse::admin
