// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/config/objects.h"
#include "core/store/audit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// One change of an object. "expected" is the revision that the caller saw (from If-Match): 0 = must not exist yet, none
// = whatever stands. For Delete only kind and id of "object" are read.
struct ObjectChange {
    enum class Action { Upsert, Delete };
    Action action = Action::Upsert;
    config::StoredObject object;
    std::optional<std::uint64_t> expected;
};

struct ChangeSet {
    std::vector<ObjectChange> changes; // in order
    std::vector<AuditEntry> audit;     // written with them; "revision" is filled in
    // The configuration revision that the changes were planned on; none = whatever stands.
    std::optional<std::uint64_t> expectedRevision;
    WallMicros at = 0;
};

// The configuration objects. Control thread.
class ObjectRepository {
public:
    virtual ~ObjectRepository() = default;
    // Counts changes of the configuration, from 0 in a new store. The ETag of an object is its own revision.
    virtual Result<std::uint64_t> revision() = 0;
    virtual Result<config::Objects> all() = 0; // by kind, then id
    virtual Result<config::Objects> list(config::Kind kind) = 0;
    virtual Result<std::optional<config::StoredObject>> get(config::Kind kind, std::string_view id) = 0;
    // Everything in one transaction that is on the disk when this returns: the objects, the audit entries, the revision
    // (one step up, also stamped on each object). Gives the new revision. Nothing has changed when it fails: Conflict
    // with code "stale" (an expectation did not hold, field names the object), NotFound (a deletion of what is not
    // there), or an error of the store.
    virtual Result<std::uint64_t> apply(const ChangeSet& changes) = 0;
};

} // namespace gatehouse::store
