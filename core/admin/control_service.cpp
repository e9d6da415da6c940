// SPDX-License-Identifier: Apache-2.0
#include "core/admin/control_service.h"

#include "core/admin/audit_teams.h"
#include "core/admin/control_secrets.h"
#include "core/admin/people_of.h"
#include "core/admin/tenancy.h"
#include "core/config/bodies.h"
#include "core/config/document.h"
#include "core/config/resource.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

std::string textOf(const std::optional<json::object>& body) {
    return body ? json::serialize(*body) : std::string();
}

store::AuditEntry auditOf(const config::Change& change, std::string_view actor, WallMicros now) {
    store::AuditEntry entry;
    entry.at = now;
    entry.actor = actor;
    entry.action = config::nameOf(change.action);
    entry.kind = config::nameOf(change.kind);
    entry.id = change.id;
    entry.before = textOf(change.before);
    entry.after = textOf(change.after);
    return entry;
}

store::ObjectChange storedChange(const config::Change& change, const config::Objects& next) {
    store::ObjectChange stored;
    if (change.action == config::Change::Action::Delete) {
        stored.action = store::ObjectChange::Action::Delete;
        stored.object.kind = change.kind;
        stored.object.id = change.id;
    } else if (const auto* object = config::findObject(next, change.kind, change.id)) {
        stored.object = *object;
    }
    return stored;
}

// What changed between two states of the store, as far as an event tells it.
void differences(config::Plan& out, const config::Objects& before, const config::Objects& now) {
    const auto add = [&](config::Change::Action action, const config::StoredObject& object) {
        config::Change change;
        change.action = action;
        change.kind = object.kind;
        change.id = object.id;
        const auto* old = config::findObject(before, object.kind, object.id);
        if (old != nullptr)
            change.before = old->body;
        if (action != config::Change::Action::Delete)
            change.after = object.body;
        out.changes.push_back(std::move(change));
    };
    for (const auto& object : now) {
        const auto* old = config::findObject(before, object.kind, object.id);
        if (old == nullptr)
            add(config::Change::Action::Create, object);
        else if (old->revision != object.revision)
            add(config::Change::Action::Update, object);
    }
    for (const auto& object : before) {
        if (config::findObject(now, object.kind, object.id) == nullptr)
            add(config::Change::Action::Delete, object);
    }
}

std::string changedText(std::uint64_t revision, json::array changes) {
    return json::serialize(json::object{{"revision", revision}, {"changes", std::move(changes)}});
}

Refused refusedBy(Error error) {
    return Refused{std::move(error), {}};
}

} // namespace

ControlService::ControlService(ControlDependencies dependencies)
    : m_with(std::move(dependencies)), m_secrets(std::make_unique<Secrets>(m_with)) {}

ControlService::~ControlService() = default;

ConfigurationPtr ControlService::configuration() const {
    const std::scoped_lock lock(m_mutex);
    return m_configuration;
}

Result<void> ControlService::load() {
    auto revision = m_with.objects.revision();
    if (!revision)
        return tl::unexpected<Error>(std::move(revision.error()));
    auto objects = m_with.objects.all();
    if (!objects)
        return tl::unexpected<Error>(std::move(objects.error()));
    auto built = build(std::move(*objects), *revision);
    if (!built)
        return tl::unexpected<Error>(std::move(built.error()));
    return takeOver(std::move(*built));
}

Result<bool> ControlService::refresh() {
    const auto before = configuration();
    auto revision = m_with.objects.revision();
    if (!revision)
        return tl::unexpected<Error>(std::move(revision.error()));
    if (*revision == before->revision)
        return false;
    if (auto loaded = load(); !loaded)
        return tl::unexpected<Error>(std::move(loaded.error()));
    const auto now = configuration();
    config::Plan difference;
    differences(difference, before->objects, now->objects);
    announce(difference, now->revision, before->objects);
    return true;
}

Result<void> ControlService::reload() {
    m_secrets->forgetAll();
    return rebuild();
}

Result<void> ControlService::rebuild() {
    const auto standing = configuration();
    auto built = build(standing->objects, standing->revision);
    if (!built)
        return tl::unexpected<Error>(std::move(built.error()));
    return takeOver(std::move(*built));
}

Result<std::shared_ptr<Configuration>> ControlService::build(config::Objects objects, std::uint64_t revision) {
    const auto before = configuration(); // null at start
    auto next = std::make_shared<Configuration>();
    next->revision = revision;
    next->objects = std::move(objects);
    auto built = config::buildSnapshot({next->objects, *m_secrets, m_with.presets, m_with.prices, m_with.demo, revision,
                                        m_with.network, m_with.tlsContexts, m_with.selfTestKey,
                                        m_with.environment ? &m_with.environment : nullptr, m_with.meters,
                                        before ? before->snapshot.get() : nullptr});
    if (!built)
        return tl::unexpected<Error>(std::move(built.error()));
    next->snapshot = std::move(built->snapshot);
    next->warnings = std::move(built->warnings);
    return next;
}

Result<void> ControlService::takeOver(ConfigurationPtr next) {
    const auto snapshot = next->snapshot;
    {
        const std::scoped_lock lock(m_mutex);
        m_configuration = std::move(next);
    }
    const auto standing = configuration();
    for (const auto& watcher : m_watchers)
        watcher(*standing);
    return m_with.publisher == nullptr ? Result<void>() : m_with.publisher->publish(snapshot);
}

Result<std::uint64_t> ControlService::store(const config::Plan& plan, const Configuration& next,
                                            std::string_view actor) {
    const auto standing = configuration();
    store::ChangeSet set;
    set.at = m_with.clock.wall();
    set.expectedRevision = next.revision - 1;
    for (const auto& change : plan.changes) {
        set.changes.push_back(storedChange(change, next.objects));
        set.audit.push_back(auditOf(change, actor, set.at));
        set.audit.back().teams = auditTeamsOf(change, standing->objects, next.objects);
    }
    return m_with.objects.apply(set);
}

// Another process may have changed the store meanwhile: what it made is taken over, and the caller tries again on that.
Error ControlService::notStored(Error error) {
    if (error.code != "stale")
        return error;
    if (auto loaded = load(); !loaded)
        return std::move(loaded.error());
    return failure(ErrorKind::Conflict, "changed_elsewhere",
                   "Another process changed the configuration meanwhile; look at it again and repeat the change.")
        .value();
}

// The one way of every change. Nothing stands that was not built; nothing is answered that was not stored and taken.
Outcome<std::uint64_t> ControlService::carryOut(const config::Plan& plan, std::string_view actor) {
    const auto standing = configuration();
    const bool onlySecrets = plan.changes.empty();
    if (onlySecrets && !m_secrets->replaces()) {
        m_secrets->settle();
        return standing->revision;
    }
    const auto revision = onlySecrets ? standing->revision : standing->revision + 1;
    auto objects = config::applied(standing->objects, plan, revision, m_with.clock.wall());
    if (auto refusal = refusalOf(plan, standing->objects, objects)) {
        m_secrets->undo();
        return tl::unexpected<Refused>(std::move(*refusal));
    }
    auto next = build(std::move(objects), revision);
    if (!next) {
        m_secrets->undo();
        return tl::unexpected<Refused>(refusedBy(std::move(next.error())));
    }
    m_with.index.setActor(std::string(actor));
    if (auto written = m_secrets->commit(); !written)
        return tl::unexpected<Refused>(refusedBy(std::move(written.error())));
    if (!onlySecrets) {
        if (auto stored = store(plan, **next, actor); !stored) {
            m_secrets->undo();
            return tl::unexpected<Refused>(refusedBy(notStored(std::move(stored.error()))));
        }
    }
    m_secrets->settle();
    auto taken = takeOver(std::move(*next));
    announce(plan, revision, standing->objects);
    if (!taken)
        return tl::unexpected<Refused>(refusedBy(std::move(taken.error())));
    return revision;
}

// What no rule about single objects can say: what the caller may, and what holds between users.
std::optional<Refused> ControlService::refusalOf(const config::Plan& plan, const config::Objects& before,
                                                 const config::Objects& after) const {
    if (m_caller != nullptr) {
        if (auto refusal = refusePlan(*m_caller, m_permission, before, after, plan))
            return refusedBy(std::move(*refusal));
    }
    if (auto faults = faultsOfUsers(plan, after); !faults.empty())
        return refused(std::move(faults)).value();
    return std::nullopt;
}

void ControlService::announce(const config::Plan& plan, std::uint64_t revision, const config::Objects& before) {
    m_with.log.info("config.changed", {{"revision", revision}, {"changes", plan.changes.size()}});
    if (m_with.events == nullptr)
        return;
    const auto now = configuration();
    json::array changes;
    std::map<std::string, json::array> ofTeams;
    for (const auto& change : plan.changes) {
        changes.push_back(json::object{
            {"action", config::nameOf(change.action)}, {"kind", config::nameOf(change.kind)}, {"id", change.id}});
        for (const auto& of : auditTeamsOf(change, before, now->objects))
            ofTeams[of.team].push_back(changes.back());
    }
    std::vector<telemetry::TeamsPart> parts;
    for (auto& [team, theirs] : ofTeams)
        parts.push_back({team, std::make_shared<const std::string>(changedText(revision, std::move(theirs)))});
    m_with.events->publish(telemetry::EventType::ConfigChanged, changedText(revision, std::move(changes)),
                           std::move(parts));
}

Outcome<Applied> ControlService::apply(std::string_view text, config::Format format, Run run, config::Prune prune,
                                       std::string_view actor) {
    auto document = config::parseDocument(text, format, m_with.presets);
    if (!document)
        return refused(std::move(document.error()));
    return apply(*document, run, prune, actor);
}

Outcome<Applied> ControlService::apply(const config::ParsedDocument& document, Run run, config::Prune prune,
                                       std::string_view actor) {
    const auto standing = configuration();
    m_with.index.setActor(std::string(actor));
    m_secrets->setRun(run);
    const config::ApplyInput input{standing->objects, document.document, prune, m_with.demo, m_with.clock.wall()};
    auto plan = config::planApply(input, *m_secrets);
    m_secrets->setRun(Run::Real);
    if (!plan) {
        m_secrets->undo();
        document.locate(plan.error());
        return refused(std::move(plan.error()));
    }
    Applied applied;
    applied.revision = standing->revision;
    if (run == Run::Dry) {
        m_secrets->undo();
    } else {
        auto revision = carryOut(*plan, actor);
        if (!revision)
            return tl::unexpected<Refused>(std::move(revision.error()));
        applied.revision = *revision;
    }
    applied.changes = std::move(plan->changes);
    applied.warnings = std::move(plan->warnings);
    applied.restart =
        config::changedProcessParts(m_with.process != nullptr ? *m_with.process : contract::Document(), document);
    return applied;
}

std::string ControlService::usersOf(std::string_view secretName) const {
    std::string users;
    const auto names = [&](std::string_view reference) {
        const auto colon = reference.find(':');
        const auto scheme = reference.substr(0, colon);
        return (scheme == "keychain" || scheme == "vault") && reference.substr(colon + 1) == secretName;
    };
    for (const auto& object : configuration()->objects) {
        if (object.kind != config::Kind::Provider)
            continue;
        const auto references = config::secretReferencesOf(object.body);
        if (std::any_of(references.begin(), references.end(), names))
            users += (users.empty() ? "" : ", ") + object.id;
    }
    return users;
}

Outcome<std::string> ControlService::setSecret(std::string_view name, const Secret& secret, std::string_view actor) {
    m_with.index.setActor(std::string(actor));
    auto reference = m_with.stash.put(name, secret);
    if (!reference)
        return tl::unexpected<Refused>(refusedBy(std::move(reference.error())));
    m_secrets->forget(*reference);
    // Providers are not all that use secrets: so do webhooks, mail and the ways to sign in.
    if (auto taken = rebuild(); !taken)
        return tl::unexpected<Refused>(refusedBy(std::move(taken.error())));
    return *reference;
}

Outcome<void> ControlService::removeSecret(std::string_view name, std::string_view actor) {
    if (const auto users = usersOf(name); !users.empty())
        return refused(ErrorKind::Conflict, "in_use",
                       "The secret is used by these providers: " + users + ". Give them another one first.");
    m_with.index.setActor(std::string(actor));
    if (auto removed = m_with.stash.remove(name); !removed)
        return tl::unexpected<Refused>(refusedBy(std::move(removed.error())));
    for (const auto place : {secrets::Place::KeyChain, secrets::Place::Vault})
        m_secrets->forget(std::string(secrets::nameOf(place)) + ':' + std::string(name));
    return {};
}

Result<std::vector<secrets::SecretEntry>> ControlService::listSecrets() {
    return m_with.stash.list();
}

Outcome<void> ControlService::rotateVault(const secrets::NewVaultKey& key, std::string_view actor) {
    const auto audit = [&](const char* action) { return note(action, "vault", actor); };
    if (auto written = audit("vault.rotate"); !written)
        return tl::unexpected<Refused>(refusedBy(std::move(written.error())));
    auto rotated = m_with.stash.rotateVault(key);
    if (!rotated) {
        if (auto written = audit("vault.rotate_failed"); !written)
            m_with.log.error("audit.not_written", {{"action", "vault.rotate_failed"}});
        return tl::unexpected<Refused>(refusedBy(std::move(rotated.error())));
    }
    m_with.log.info("vault.rotated", {});
    return {};
}

Result<void> ControlService::note(std::string_view action, std::string_view kind, std::string_view actor) {
    store::AuditEntry entry;
    entry.at = m_with.clock.wall();
    entry.actor = actor;
    entry.action = action;
    entry.kind = kind;
    return m_with.audit.append(entry);
}

Result<void> ControlService::note(std::string_view action, std::string_view kind, std::string_view id,
                                  std::string_view actor, std::string before, std::string after,
                                  const std::vector<std::string>& owners) {
    const auto standing = configuration();
    const auto known = config::kindNamed(kind);
    const auto* object = known ? config::findObject(standing->objects, *known, id) : nullptr;
    store::AuditEntry entry;
    entry.at = m_with.clock.wall();
    entry.actor = actor;
    entry.action = action;
    entry.kind = kind;
    entry.id = id;
    entry.before = std::move(before);
    entry.after = std::move(after);
    entry.revision = standing->revision;
    entry.teams = auditTeamsOf(object != nullptr ? ownersOf(standing->objects, *known, id, object->body) : owners);
    return m_with.audit.append(entry);
}

Result<store::AuditPage> ControlService::audit(std::optional<std::uint64_t> before, std::size_t limit,
                                               const std::vector<std::string>* teams) {
    return teams == nullptr ? m_with.audit.list(before, limit)
                            : m_with.audit.listOf(*teams, store::AuditPart::All, before, limit);
}

} // namespace gatehouse::admin
