// SPDX-License-Identifier: Apache-2.0
// Single resources: what the admin API's POST, PUT, PATCH and DELETE do.
#include "core/access/gateway_key.h"
#include "core/admin/control_secrets.h"
#include "core/admin/control_service.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/descriptions.h"
#include "core/contract/reader.h"

#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

// What the body says its id is; "" where it says nothing useful (the reader then complains).
std::string idIn(config::Kind kind, const json::value& body) {
    const auto* object = body.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains(kind == config::Kind::Route ? "model" : "id");
    return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

tl::unexpected<Refused> alreadyExists(config::Kind kind, const std::string& id) {
    const std::string what(config::singularOf(kind));
    auto error = failure(ErrorKind::Conflict, "already_exists",
                         "There is a " + what + " with this id already; use PUT or PATCH to change it.")
                     .value();
    error.field = kind == config::Kind::Route ? "model" : "id";
    error.expected = "an id that no " + what + " has";
    error.found = contract::quoted(id);
    return refused(std::move(error));
}

tl::unexpected<Refused> notFound(config::Kind kind, std::string_view id) {
    const std::string what(config::singularOf(kind));
    auto error = failure(ErrorKind::NotFound, "not_found", "There is no " + what + " with this id.").value();
    error.field = "id";
    error.expected = "the id of a " + what;
    error.found = contract::quoted(id);
    return refused(std::move(error));
}

// The id of the object that the plan is about: its first change, or what the body says where nothing changes.
std::string idOf(const config::Plan& plan, config::Kind kind, std::string fallback) {
    for (const auto& change : plan.changes) {
        if (change.kind == kind)
            return change.id;
    }
    return fallback;
}

// Names that no such object has. The merge would drop those that are null without a word.
contract::Faults unknownFields(const json::object& patch, const contract::ObjectDescription& description,
                               const contract::Path& path) {
    contract::Faults faults;
    for (const auto& member : patch) {
        const contract::Path here(path, std::string_view(member.key()));
        const auto* field = description.field(member.key());
        const auto* inner = member.value().if_object();
        if (field == nullptr || !field->inApi) {
            faults.push_back(contract::makeFault(contract::FaultCode::UnknownField, here,
                                                 "a field of the " + description.name, contract::quoted(member.key())));
        } else if (inner != nullptr && field->type.kind == contract::TypeKind::Object) {
            for (auto& fault : unknownFields(*inner, *field->type.object, here))
                faults.push_back(std::move(fault));
        }
    }
    return faults;
}

// A body that is right in itself, but not for the object that stands: what a patch took away is missed, what a key's
// address says is not what the key is.
Outcome<Changed> asConflict(Outcome<Changed> done, bool (*isAboutWhatStands)(const contract::Fault&)) {
    if (done)
        return done;
    for (auto& fault : done.error().faults) {
        if (isAboutWhatStands(fault))
            fault.code = contract::FaultCode::Conflict;
    }
    return done;
}

bool isMissing(const contract::Fault& fault) {
    return fault.code == contract::FaultCode::MissingField;
}

bool isAboutAddress(const contract::Fault& fault) {
    return (fault.field == "key" && fault.code == contract::FaultCode::MissingField) ||
           (fault.field == "id" && fault.code == contract::FaultCode::InvalidValue);
}

} // namespace

Outcome<Changed> ControlService::changed(config::Kind kind, std::string_view id, bool created,
                                         const config::Plan& plan) const {
    const auto standing = configuration();
    const auto* object = config::findObject(standing->objects, kind, id);
    if (object == nullptr)
        return refused(ErrorKind::Internal, "internal", "The object did not come to stand.");
    return Changed{*object, created, plan.warnings};
}

Outcome<Changed> ControlService::putPlanned(config::Kind kind, std::string_view id, const json::value& body,
                                            std::string_view actor, config::ChangeWay way) {
    const auto standing = configuration();
    m_with.index.setActor(std::string(actor));
    const config::Surroundings surroundings{standing->objects, m_with.presets, m_with.demo, way};
    auto plan = config::planPut(kind, id, body, surroundings, *m_secrets, m_with.clock.wall());
    if (!plan) {
        m_secrets->undo();
        return refused(std::move(plan.error()));
    }
    const auto name = idOf(*plan, kind, id.empty() ? idIn(kind, body) : std::string(id));
    const bool created = config::findObject(standing->objects, kind, name) == nullptr;
    if (auto done = carryOut(*plan, actor); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    return changed(kind, name, created, *plan);
}

Outcome<Changed> ControlService::create(config::Kind kind, const json::value& body, std::string_view actor) {
    const auto id = idIn(kind, body);
    if (!id.empty() && config::findObject(configuration()->objects, kind, id) != nullptr)
        return alreadyExists(kind, id);
    return putPlanned(kind, {}, body, actor);
}

Outcome<Changed> ControlService::put(config::Kind kind, std::string_view id, const json::value& body,
                                     const Preconditions& conditions, std::string_view actor) {
    const auto standing = configuration();
    if (auto held = checkPreconditions(conditions, standing->objects, kind, id); !held)
        return refused(std::move(held.error()));
    auto done = putPlanned(kind, id, body, actor);
    return kind == config::Kind::Key ? asConflict(std::move(done), isAboutAddress) : done;
}

Outcome<Changed> ControlService::patch(config::Kind kind, std::string_view id, const json::value& patch,
                                       const Preconditions& conditions, std::string_view actor) {
    const auto standing = configuration();
    const auto* object = config::findObject(standing->objects, kind, id);
    if (object == nullptr && !contract::isSingle(kind))
        return notFound(kind, id);
    if (auto held = checkPreconditions(conditions, standing->objects, kind, id); !held)
        return refused(std::move(held.error()));
    // RFC 7396 would let a patch that is no object replace everything, which no resource here can be.
    if (!patch.is_object())
        return refused(contract::Faults{contract::makeFault(contract::FaultCode::WrongType, contract::Path(),
                                                            "an object", contract::foundText(patch))});
    if (auto unknown = unknownFields(patch.get_object(), contract::descriptionOf(kind), contract::Path());
        !unknown.empty())
        return refused(std::move(unknown));
    // Of what there is one only, the defaults stand until they are changed.
    const auto before = object != nullptr ? object->body : config::defaultBodyOf(kind);
    return asConflict(putPlanned(kind, id, config::applyMergePatch(before, patch), actor), isMissing);
}

Outcome<Changed> ControlService::lead(config::Kind kind, std::string_view id, const Lead& change,
                                      const Preconditions& conditions, std::string_view actor) {
    const auto standing = configuration();
    const auto* object = config::findObject(standing->objects, kind, id);
    if (object == nullptr)
        return notFound(kind, id);
    if (auto held = checkPreconditions(conditions, standing->objects, kind, id); !held)
        return refused(std::move(held.error()));
    auto body = change(object->body);
    if (!body)
        return tl::unexpected<Refused>(std::move(body.error()));
    return putPlanned(kind, id, *body, actor, config::ChangeWay::Operation);
}

Outcome<Changed> ControlService::createLed(config::Kind kind, const json::value& body, std::string_view actor) {
    const auto id = idIn(kind, body);
    if (!id.empty() && config::findObject(configuration()->objects, kind, id) != nullptr)
        return alreadyExists(kind, id);
    return putPlanned(kind, {}, body, actor, config::ChangeWay::Operation);
}

Outcome<void> ControlService::remove(config::Kind kind, std::string_view id, const Preconditions& conditions,
                                     std::string_view actor) {
    const auto standing = configuration();
    const auto* object = config::findObject(standing->objects, kind, id);
    if (object == nullptr)
        return notFound(kind, id);
    if (auto held = checkPreconditions(conditions, standing->objects, kind, id); !held)
        return refused(std::move(held.error()));
    auto plan = config::planDelete(kind, id, standing->objects);
    if (!plan)
        return refused(std::move(plan.error()));
    if (auto done = carryOut(*plan, actor); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    return {};
}

Outcome<MadeKey> ControlService::createKey(const json::value& body, std::string_view actor) {
    const auto* object = body.if_object();
    if (object != nullptr && object->contains("key")) {
        auto brought = create(config::Kind::Key, body, actor);
        if (!brought)
            return tl::unexpected<Refused>(std::move(brought.error()));
        return MadeKey{std::move(brought->object), std::nullopt, std::move(brought->warnings)};
    }
    const auto standing = configuration();
    auto made = access::makeGatewayKey();
    const config::Surroundings surroundings{standing->objects, m_with.presets, m_with.demo};
    auto plan = config::planNewKey(made.id, made.key, body, surroundings, m_with.clock.wall());
    if (!plan)
        return refused(std::move(plan.error()));
    if (auto done = carryOut(*plan, actor); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    auto stored = changed(config::Kind::Key, made.id, true, *plan);
    if (!stored)
        return tl::unexpected<Refused>(std::move(stored.error()));
    return MadeKey{std::move(stored->object), std::move(made.key), std::move(stored->warnings)};
}

} // namespace gatehouse::admin
