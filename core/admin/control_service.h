// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/caller.h"
#include "core/admin/outcome.h"
#include "core/admin/revision_history.h"
#include "core/admin/secret_index.h"
#include "core/admin/snapshot_publisher.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/config/build.h"
#include "core/config/change_way.h"
#include "core/config/format.h"
#include "core/config/objects.h"
#include "core/config/plan.h"
#include "core/config/presets.h"
#include "core/secrets/stash.h"
#include "core/store/audit.h"
#include "core/store/objects.h"
#include "core/telemetry/event_hub.h"

#include <boost/json/value.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// What stands: one immutable value, replaced by each change.
struct Configuration {
    std::uint64_t revision = 0;
    config::Objects objects; // by kind, then id
    config::SnapshotPtr snapshot;
    std::vector<std::string> warnings; // of the snapshot: keys that could not be read, targets that lead nowhere
};
using ConfigurationPtr = std::shared_ptr<const Configuration>;

// Conditions of a request (RFC 9110 §13.1), as they came; empty = none.
struct Preconditions {
    std::string ifMatch;
    std::string ifNoneMatch;
};

struct Changed {
    config::StoredObject object;
    bool created = false;
    std::vector<std::string> warnings;
};

struct MadeKey {
    config::StoredObject object;
    std::optional<Secret> key; // the key, once; none where the caller brought it
    std::vector<std::string> warnings;
};

struct RotatedKey {
    config::StoredObject made;
    Secret key; // of "made", once
    config::StoredObject replaced;
};

struct Applied {
    std::vector<config::Change> changes; // bodies without secrets
    std::uint64_t revision = 0;          // that stands afterwards
    std::vector<std::string> warnings;
    std::vector<std::string> restart; // parts of the process ("server") that need a restart to change
};

enum class Run { Real, Dry };
enum class Revert { OnlyThis, AllSince };

struct ControlDependencies {
    store::ObjectRepository& objects;
    store::AuditRepository& audit;
    StoredSecretIndex& index; // the one that "stash" was made with
    secrets::SecretStash& stash;
    config::SecretResolver& resolver;
    const config::Presets& presets;
    std::shared_ptr<const catalog::Prices> prices;
    SnapshotPublisher* publisher = nullptr; // null where no daemon runs: the change is only stored
    telemetry::EventHub* events = nullptr;  // null: nobody is told
    const Clock& clock;
    Log& log;
    bool demo = true;
    secrets::Place newSecrets = secrets::Place::KeyChain; // where a new secret would go: what a dry run tells
    // The parts that the process was started with; null: as in an empty file.
    std::shared_ptr<const contract::Document> process{};
    const config::ProcessNetwork* network = nullptr; // as in config::BuildInput
    TlsContextMaker* tlsContexts = nullptr;
    std::optional<Digest> selfTestKey{}; // as in config::BuildInput
    // As in config::BuildInput; empty: credentials are not looked for there.
    std::function<std::optional<std::string>(const std::string&)> environment{};
    config::MeterSource* meters = nullptr; // as in config::BuildInput
};

// The configuration's one writer: what the admin API, the file (--config, SIGHUP) and the commands go through. A change
// is checked, planned and built into a snapshot; only then are objects and audit entries stored, in one transaction;
// then every I/O thread takes the snapshot; then the function returns. A change that fails before it is stored changes
// nothing. Where it was stored but an I/O thread did not take it in time, the error is Unavailable, snapshot_not_taken.
//
// Control thread, but for configuration(). Bodies are JSON as the API shows them; "actor" goes into the audit log
// ("admin 127.0.0.1", "file gatehouse.yaml", "command key new").
class ControlService {
public:
    explicit ControlService(ControlDependencies dependencies);
    ~ControlService();
    ControlService(const ControlService&) = delete;
    ControlService& operator=(const ControlService&) = delete;

    // Reads the store, builds and publishes: once at start, before anything else.
    Result<void> load();
    // Reads keys in files and the key chain anew and publishes (SIGHUP; also after the key chain was unlocked).
    Result<void> reload();
    // Takes over what another process on the same store changed; false where nothing was.
    Result<bool> refresh();
    // What stands now. Any thread; never null after load().
    ConfigurationPtr configuration() const;

    // POST: Conflict (already_exists) where the id is taken.
    Outcome<Changed> create(config::Kind kind, const boost::json::value& body, std::string_view actor);
    // PUT: creates or replaces.
    Outcome<Changed> put(config::Kind kind, std::string_view id, const boost::json::value& body,
                         const Preconditions& conditions, std::string_view actor);
    // JSON merge patch (RFC 7396).
    Outcome<Changed> patch(config::Kind kind, std::string_view id, const boost::json::value& patch,
                           const Preconditions& conditions, std::string_view actor);
    // One of the operations that lead objects from state to state (approve, publish): "change" gets the body that
    // stands and gives the one that shall stand. NotFound where nothing stands.
    using Lead = std::function<Outcome<boost::json::object>(const boost::json::object& standing)>;
    Outcome<Changed> lead(config::Kind kind, std::string_view id, const Lead& change, const Preconditions& conditions,
                          std::string_view actor);
    // The same for one that is made by an operation.
    Outcome<Changed> createLed(config::Kind kind, const boost::json::value& body, std::string_view actor);
    // Deleting an app deletes its keys; a team that has apps and a provider that a route names are Conflict.
    Outcome<void> remove(config::Kind kind, std::string_view id, const Preconditions& conditions,
                         std::string_view actor);
    // POST /keys: {"app", "name"?, "expires"?, "enabled"?, "key"?}. Without "key" one is made and given back once.
    Outcome<MadeKey> createKey(const boost::json::value& body, std::string_view actor);

    // Another key of the same application, name and settings; the old one ends after the overlap. Conflict
    // (key_revoked) where it is revoked.
    Outcome<RotatedKey> rotateKey(std::string_view id, std::chrono::seconds overlap, std::optional<WallMicros> expires,
                                  std::string_view actor);

    // A provider as it would be, from a body as create() takes it, without making it. "key" stands in for its keys
    // where it is given. Noted in the audit log.
    Outcome<config::Provider> draftProvider(const boost::json::value& body, SharedSecret key, std::string_view actor);
    // Whose changes the next ones are: they are held against what he may, with the permission that his operation asks
    // for (tenancy.h). Null: the process's own, such as a file's. "caller" must live until it is taken back.
    void setCaller(const Caller* caller, contract::Permission permission = contract::Permission::OperateGateway) {
        m_caller = caller;
        m_permission = permission;
    }
    // Called with what stands, after each change and each loading, before the change is answered.
    void watch(std::function<void(const Configuration&)> watcher) { m_watchers.push_back(std::move(watcher)); }
    // The ids of the providers in the order in which people see them. Any thread.
    std::vector<std::string> providerOrder() const;
    // Those named come first, the others behind them as they stood. Conflict where one does not exist.
    Outcome<void> orderProviders(const std::vector<std::string>& ids, std::string_view actor);

    // A configuration file's text or document (INTERFACES, "Configuration file").
    Outcome<Applied> apply(std::string_view text, config::Format format, Run run, config::Prune prune,
                           std::string_view actor);
    Outcome<Applied> apply(const config::ParsedDocument& document, Run run, config::Prune prune,
                           std::string_view actor);

    // Kept secrets (keychain:NAME, vault:NAME). Providers that use one take its new value at once.
    Outcome<std::string> setSecret(std::string_view name, const Secret& secret, std::string_view actor);
    Outcome<void> removeSecret(std::string_view name, std::string_view actor); // Conflict while a provider names it
    Result<std::vector<secrets::SecretEntry>> listSecrets();
    // Another master key for the vault, while calls go on with the keys that their snapshot holds. Audited before it is
    // done, since it cannot be taken back; a failure is audited as well.
    Outcome<void> rotateVault(const secrets::NewVaultKey& key, std::string_view actor);

    // What each revision changed, newest first; "before" as in RevisionPage::next. Here and below "teams": only what
    // was theirs when it changed; null: everything.
    Result<RevisionPage> revisions(std::optional<std::uint64_t> before, std::size_t limit,
                                   const std::vector<std::string>* teams = nullptr);
    // Takes back what the revision changed, or all that was changed after it. NotFound where the audit log has no such
    // revision; Conflict (changed_since) where an object was changed again, and where something needed is gone.
    Outcome<Applied> revert(std::uint64_t number, Revert what, Run run, std::string_view actor);
    // Deleted objects. Restoring is Conflict where what it refers to is gone; NotFound where nothing lies there that
    // the caller's teams had.
    Result<std::vector<TrashItem>> trash(const std::vector<std::string>* teams = nullptr);
    Outcome<Applied> restoreTrash(std::uint64_t number, std::string_view actor);
    Outcome<void> purgeTrash(std::uint64_t number, std::string_view actor);

    // Writes down what was asked of the process itself, such as to pause; before it is done.
    Result<void> note(std::string_view action, std::string_view kind, std::string_view actor);
    // Notes what was done that is no change of the configuration ("call.cancel"). It is the team's who has the object
    // that it names; for what is no object of the configuration, that of "owners".
    Result<void> note(std::string_view action, std::string_view kind, std::string_view id, std::string_view actor,
                      std::string before = {}, std::string after = {}, const std::vector<std::string>& owners = {});
    Result<store::AuditPage> audit(std::optional<std::uint64_t> before, std::size_t limit,
                                   const std::vector<std::string>* teams = nullptr);

private:
    class Secrets; // what references resolved to, and values that a plan wants to replace

    Outcome<std::uint64_t> carryOut(const config::Plan& plan, std::string_view actor);
    Result<std::shared_ptr<Configuration>> build(config::Objects objects, std::uint64_t revision);
    Result<std::uint64_t> store(const config::Plan& plan, const Configuration& next, std::string_view actor);
    std::optional<Refused> refusalOf(const config::Plan& plan, const config::Objects& before,
                                     const config::Objects& after) const;
    Error notStored(Error error);
    Result<void> takeOver(ConfigurationPtr next);
    Result<void> rebuild();
    void announce(const config::Plan& plan, std::uint64_t revision, const config::Objects& before);
    Outcome<Changed> putPlanned(config::Kind kind, std::string_view id, const boost::json::value& body,
                                std::string_view actor, config::ChangeWay way = config::ChangeWay::Body);
    Outcome<Changed> changed(config::Kind kind, std::string_view id, bool created, const config::Plan& plan) const;
    std::string usersOf(std::string_view secretName) const;
    Result<std::vector<Revision>> revisionsFrom(std::uint64_t number);
    Result<std::vector<TrashItem>> trashOfCaller();
    static Outcome<TrashItem> trashItem(const std::vector<TrashItem>& items, std::uint64_t number);
    Outcome<Applied> bring(std::vector<Wanted> wanted, Run run, std::string_view actor);

    ControlDependencies m_with;
    const Caller* m_caller = nullptr;
    contract::Permission m_permission = contract::Permission::OperateGateway;
    std::vector<std::function<void(const Configuration&)>> m_watchers;
    std::unique_ptr<Secrets> m_secrets;
    mutable std::mutex m_mutex; // of m_configuration only
    ConfigurationPtr m_configuration;
};

// Does a precondition hold for what stands in these objects (perhaps nothing)? Conflict with code stale where not.
Result<void> checkPreconditions(const Preconditions& conditions, const config::Objects& objects, config::Kind kind,
                                std::string_view id);
// Is one of the entity tags of an If-Match or If-None-Match field this one? Weak tags are compared weakly where "weak".
bool matchesTag(std::string_view field, std::string_view tag, bool weak);

} // namespace gatehouse::admin
