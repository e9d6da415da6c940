// SPDX-License-Identifier: Apache-2.0
// A gateway key takes the place of another.
#include "core/access/gateway_key.h"
#include "core/admin/control_secrets.h"
#include "core/admin/control_service.h"
#include "core/base/text.h"
#include "core/config/resource.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

bool isTrue(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}

// What the new key has of the old one.
json::object successorOf(const json::object& old, std::optional<WallMicros> expires) {
    json::object body;
    for (const auto* name : {"app", "name", "limits", "models", "allow_from", "deny_from", "max_body", "max_output_tokens", "bodies"}) {
        if (const auto* value = old.if_contains(name))
            body[name] = *value;
    }
    if (expires)
        body["expires"] = formatTime(*expires);
    return body;
}

// The old key ends with the overlap, or sooner where it ended sooner anyway.
json::object endingAt(json::object old, WallMicros end) {
    const auto* before = old.if_contains("expires");
    if (before != nullptr && before->is_string()) {
        if (const auto expires = parseTime(before->get_string()))
            end = std::min(end, *expires);
    }
    constexpr WallMicros second = 1'000'000;
    old["expires"] = formatTime(end / second * second);
    return old;
}

} // namespace

Outcome<RotatedKey> ControlService::rotateKey(std::string_view id, std::chrono::seconds overlap,
                                              std::optional<WallMicros> expires, std::string_view actor) {
    const auto standing = configuration();
    const auto* old = config::findObject(standing->objects, config::Kind::Key, id);
    if (old == nullptr)
        return refused(ErrorKind::NotFound, "not_found", "There is no key with this id.");
    if (isTrue(old->body, "revoked"))
        return refused(ErrorKind::Conflict, "key_revoked",
                       "The key is revoked: nobody uses it any more. Make a new one instead.");
    const auto now = m_with.clock.wall();
    auto made = access::makeGatewayKey();
    const config::Surroundings surroundings{standing->objects, m_with.presets, m_with.demo};
    auto plan = config::planNewKey(made.id, made.key, successorOf(old->body, expires), surroundings, now);
    if (!plan)
        return refused(std::move(plan.error()));
    const auto end = now + std::chrono::duration_cast<std::chrono::microseconds>(overlap).count();
    auto ending = config::planPut(config::Kind::Key, id, endingAt(old->body, end), surroundings, *m_secrets, now);
    if (!ending)
        return refused(std::move(ending.error()));
    std::move(ending->changes.begin(), ending->changes.end(), std::back_inserter(plan->changes));
    if (auto done = carryOut(*plan, actor); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    auto successor = changed(config::Kind::Key, made.id, true, *plan);
    auto replaced = changed(config::Kind::Key, id, false, *ending);
    if (!successor || !replaced)
        return tl::unexpected<Refused>(std::move(successor ? replaced.error() : successor.error()));
    return RotatedKey{std::move(successor->object), std::move(made.key), std::move(replaced->object)};
}

} // namespace gatehouse::admin
