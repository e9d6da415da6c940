// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/plan.h"
#include "core/config/presets.h"
#include "core/contract/fault.h"
#include "core/store/audit.h"

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Revisions and the trash are read out of the audit log, which holds every change with what was before and after:
// nothing is stored twice. Control thread.
namespace gatehouse::admin {

inline constexpr std::chrono::hours trashTime{24 * 30};

// What one configuration revision changed.
struct Revision {
    std::uint64_t number = 0;
    WallMicros at = 0;
    std::string actor;
    std::vector<config::Change> changes; // in the order in which they were made
};

struct RevisionPage {
    std::vector<Revision> revisions;   // newest first
    std::optional<std::uint64_t> next; // audit number: pass as "before" for the page that follows
};

// "before": an audit number; none = from the newest on. "teams": only what was theirs when it was changed; null: all.
Result<RevisionPage> readRevisions(store::AuditRepository& audit, std::optional<std::uint64_t> before,
                                   std::size_t limit, const std::vector<std::string>* teams);

// An object that was deleted and can be brought back.
struct TrashItem {
    std::uint64_t number = 0; // of the audit entry that tells of the deletion: the item's id
    config::Kind kind = config::Kind::Provider;
    std::string id;
    boost::json::object body;
    WallMicros deletedAt = 0;
    std::string deletedBy;
    std::uint64_t revision = 0;
    std::vector<std::uint64_t> with; // items that went with it and come back with it: an app's keys
};

// Newest first: what was deleted in the last 30 days, does not stand again and was not purged.
// "teams": only what was theirs when it was deleted; null: all.
Result<std::vector<TrashItem>> readTrash(store::AuditRepository& audit, const config::Objects& standing, WallMicros now,
                                         const std::vector<std::string>* teams);

// Where an object shall come to: absent = it shall not exist.
struct Wanted {
    config::Kind kind = config::Kind::Provider;
    std::string id;
    std::optional<boost::json::object> body;
};

// What takes back "revision": how each object that it changed was before.
std::vector<Wanted> takenBack(const Revision& revision);
// How everything was after revision "number"; "later" are all revisions after it, newest first.
std::vector<Wanted> asAfter(const std::vector<Revision>& later);
// Objects that were changed again since; sentences of which.
std::vector<std::string> changedSince(const Revision& revision, const config::Objects& standing);

// The changes that lead there, in an order in which each can be made, checked as those of the admin API are. New
// objects are of the API, not of a file. Faults name the object: they are conflicts with what stands.
struct Planning {
    const config::Objects& standing;
    const config::Presets& presets;
    bool demo = true;
    WallMicros now = 0;
};
contract::Checked<config::Plan> planWanted(std::vector<Wanted> wanted, const Planning& with);

} // namespace gatehouse::admin
