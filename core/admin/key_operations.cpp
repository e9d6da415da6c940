// SPDX-License-Identifier: Apache-2.0
// Gateway keys beyond what every kind of object has: another in the place of one, and what keys and budgets were used
// for.
#include "core/admin/body.h"
#include "core/admin/budget_state.h"
#include "core/admin/operation.h"
#include "core/admin/tenancy.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;

constexpr std::int64_t usualOverlap = std::int64_t{24} * 60 * 60;
constexpr std::int64_t longestOverlap = std::int64_t{30} * 24 * 60 * 60;
constexpr const char* keyIdSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";

struct Rotation {
    std::chrono::seconds overlap{usualOverlap};
    std::optional<WallMicros> expires;
};

tl::unexpected<Refused> wrong(FaultCode code, std::string_view field, std::string expected, std::string found) {
    const contract::Path root;
    return refused(contract::Faults{contract::makeFault(code, field.empty() ? root : contract::Path(root, field),
                                                        std::move(expected), std::move(found))});
}

Outcome<Rotation> rotationIn(const json::value& body) {
    const auto* object = body.if_object();
    if (object == nullptr)
        return wrong(FaultCode::WrongType, "", "an object", "something else");
    Rotation rotation;
    for (const auto& member : *object) {
        const auto& value = member.value();
        if (member.key() == "overlap_seconds") {
            boost::system::error_code error;
            const auto seconds = value.is_number() ? value.to_number<std::int64_t>(error) : -1;
            if (error || seconds < 0 || seconds > longestOverlap)
                return wrong(FaultCode::InvalidValue, member.key(),
                             "a whole number from 0 to " + std::to_string(longestOverlap),
                             contract::quoted(json::serialize(value)));
            rotation.overlap = std::chrono::seconds(seconds);
        } else if (member.key() == "expires") {
            rotation.expires = value.is_string() ? parseTime(value.get_string()) : std::nullopt;
            if (!rotation.expires)
                return wrong(FaultCode::InvalidValue, member.key(), "a time (RFC 3339)",
                             contract::quoted(json::serialize(value)));
        } else {
            return wrong(FaultCode::UnknownField, member.key(), "overlap_seconds or expires",
                         contract::quoted(member.key()));
        }
    }
    return rotation;
}

Answer rotateKey(AdminDependencies& with, const Request& request) {
    const auto body = parseBody(request.body);
    if (!body)
        return problemAnswer(body.error());
    const auto rotation = rotationIn(*body);
    if (!rotation)
        return problemAnswer(rotation.error());
    const auto done = with.control.rotateKey(request.place("id"), rotation->overlap, rotation->expires, request.actor);
    if (!done)
        return problemAnswer(done.error());
    // The one time that the key is shown: it goes onto the wire to who asked for it, and nowhere else.
    auto made = done->made.body;
    made["key"] = done->key.reveal();
    auto answer = jsonAnswer(201, json::object{{"made", std::move(made)}, {"replaced", done->replaced.body}});
    answer.with("Location", "/admin/v1/keys/" + percentEncode(done->made.id));
    answer.with("Cache-Control", "no-store");
    return answer;
}

json::object toJson(const BudgetState& state) {
    json::object out{{"scope", state.scope},
                     {"id", state.id},
                     {"period", state.period},
                     {"limit", state.limit.toString()},
                     {"spent", state.spent.toString()},
                     {"resets_at", nullptr}};
    if (state.resetsAt)
        out["resets_at"] = formatTime(*state.resetsAt);
    return out;
}

Answer getUsage(AdminDependencies& with, QueryThreads::Connection& connection, const Request& request) {
    const auto reader = connection.reader();
    if (!reader)
        return problemAnswer(reader.error());
    const auto used = (*reader)->keysLastUsed();
    if (!used)
        return problemAnswer(used.error());
    const auto standing = with.control.configuration();
    const auto budgets = budgetStates(*standing->snapshot, **reader, with.clock.wall());
    if (!budgets)
        return problemAnswer(budgets.error());
    json::array keys;
    for (const auto& key : standing->snapshot->keys) {
        const auto last = used->find(key.id);
        if (last != used->end() && seesMoney(request.caller, standing->objects, "key", key.id))
            keys.push_back(json::object{{"id", key.id}, {"last_used", formatTime(last->second)}});
    }
    json::array states;
    for (const auto& state : *budgets) {
        if (seesMoney(request.caller, standing->objects, state.scope, state.id))
            states.push_back(toJson(state));
    }
    return jsonAnswer(200, json::object{{"keys", std::move(keys)}, {"budgets", std::move(states)}});
}

} // namespace

void addKeyOperations(Operations& out) {
    Operation rotate;
    rotate.method = http::Method::Post;
    rotate.path = "/admin/v1/keys/{id}/rotate";
    rotate.id = "rotateKey";
    rotate.tag = "keys";
    rotate.summary = "Make a key that takes the place of this one";
    rotate.description = "The new key is of the same application and name, and is answered in `made.key`: this once, "
                         "never again. The old one stays valid for `overlap_seconds` (a day), so that clients can "
                         "change over, and then expires. A revoked key is refused with 409.";
    rotate.idSchema = keyIdSchema;
    rotate.body = BodyInfo{{"application/json"}, "KeyRotation"};
    rotate.responses = {{201, "Made.", {"application/json"}, "KeyRotated", false, true}};
    rotate.problems = {404, 409};
    rotate.run = ControlRun(rotateKey);
    rotate.permission = contract::Permission::ManageKeys;
    out.push_back(std::move(rotate));

    Operation usage;
    usage.path = "/admin/v1/usage";
    usage.id = "getUsage";
    usage.tag = "keys";
    usage.summary = "Tell when keys were last used and how budgets stand";
    usage.description = "Keys that were never used are left out. Budgets are those that are set; what was spent counts "
                        "from the start of the period (UTC), real money only.";
    usage.responses = {{200, "As recorded so far.", {"application/json"}, "Usage", false, false}};
    usage.run = QueryRun(getUsage);
    usage.permission = contract::Permission::ViewSpend;
    out.push_back(std::move(usage));
}

} // namespace gatehouse::admin
