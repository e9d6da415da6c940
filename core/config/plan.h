// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/config/format.h"
#include "core/config/objects.h"
#include "core/contract/fault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// From a document, or a resource of the admin API, to changes of objects. Pure but for SecretStash.
namespace gatehouse::config {

// Where a provider key that was given in plain goes. "name" is the same for the same key each time
// ("provider-openai-1"): put() compares with what it holds under that name and writes only a change.
class SecretStash {
public:
    virtual ~SecretStash() = default;
    // The reference to use from now on: "keychain:provider-openai-1" or "vault:provider-openai-1".
    virtual Result<std::string> put(std::string_view name, Secret secret) = 0;
};

// A stash for dry runs: keeps nothing and answers with the reference that a real one would give.
class DryStash final : public SecretStash {
public:
    explicit DryStash(std::string scheme) : m_scheme(std::move(scheme)) {} // "keychain" or "vault"
    Result<std::string> put(std::string_view name, Secret secret) override;

private:
    std::string m_scheme;
};

struct Change {
    enum class Action { Create, Update, Delete };
    Action action = Action::Create;
    Kind kind = Kind::Provider;
    std::string id;
    Origin origin = Origin::File;              // that the object has afterwards
    std::optional<boost::json::object> before; // absent for Create
    std::optional<boost::json::object> after;  // absent for Delete
};

constexpr std::string_view nameOf(Change::Action action) {
    return action == Change::Action::Create ? "create" : action == Change::Action::Update ? "update" : "delete";
}

struct Plan {
    // In an order in which each can be done: what is referred to comes first, deletions last and backwards.
    std::vector<Change> changes;
    std::vector<std::string> warnings; // sentences for the operator
    // Plain provider keys that went to the stash: build a new snapshot even where "changes" is empty.
    std::size_t stashed = 0;
};

enum class Prune { No, Yes }; // Yes: what the admin API made and the file does not name goes too

struct ApplyInput {
    const Objects& current;
    const contract::Document& document;
    Prune prune = Prune::No;
    bool demo = true; // whether the built-in provider of this process is on
    WallMicros now = 0;
};

// What makes "current" as the document says (INTERFACES, "Configuration file"). An object keeps its origin. Deleting an
// app deletes its keys. What the file does not say of a gateway key (name, expiry, revoked) stays as it is.
// Faults: UnknownReference where a target's provider does not exist; Conflict where something that stays refers to what
// goes, where a key's id or digest is taken, and where the stash refuses.
// Nothing is stashed when there are faults.
contract::Checked<Plan> planApply(const ApplyInput& input, SecretStash& stash);

// The objects that stand after the plan, changed ones with "revision" and "now".
Objects applied(const Objects& current, const Plan& plan, std::uint64_t revision, WallMicros now);

} // namespace gatehouse::config
