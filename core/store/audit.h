// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// A team that an entry concerns, and which side of the change is its own: what it had before, what it has afterwards.
struct AuditTeam {
    std::string team;
    bool before = true;
    bool after = true;
};

// Who changed what. Holds no secret: "before" and "after" are bodies as the admin API shows them.
struct AuditEntry {
    std::uint64_t number = 0; // from 1, without gaps; filled in by the store
    WallMicros at = 0;
    std::string actor;  // "admin", "file gatehouse.yaml", "command key new"
    std::string action; // "create", "update", "delete", "secret.set"
    std::string kind;   // "providers", "secrets", or ""
    std::string id;
    std::string before; // JSON text, or ""
    std::string after;
    std::uint64_t revision = 0; // configuration revision that it made
    std::string digest;         // hex; of this entry and the digest before it; filled in by the store
    // Whose it is beside the organisation's, as it was when it happened. Written, not read again: see listOf().
    std::vector<AuditTeam> teams{};
};

// A deleted object was taken out of the trash for good.
inline constexpr std::string_view purgeAction = "trash.purge";

struct AuditPage {
    std::vector<AuditEntry> entries;   // newest first
    std::optional<std::uint64_t> next; // pass as "before" for the page that follows
};

enum class AuditPart { All, Changes };

// The audit log: append only, each entry holds the digest of the one before, so that a later change of any entry shows.
// Control thread. Entries that belong to a configuration change go with it (ChangeSet).
class AuditRepository {
public:
    virtual ~AuditRepository() = default;
    // On the disk when it returns.
    virtual Result<void> append(const AuditEntry& entry) = 0;
    virtual Result<AuditPage> list(std::optional<std::uint64_t> before, std::size_t limit) = 0;
    // Of those only the changes of objects ("create", "update", "delete") and purgeAction.
    virtual Result<AuditPage> listChanges(std::optional<std::uint64_t> before, std::size_t limit) = 0;
    // Only what concerns one of these teams, with the sides of each entry that are theirs.
    virtual Result<AuditPage> listOf(const std::vector<std::string>& teams, AuditPart part,
                                     std::optional<std::uint64_t> before, std::size_t limit) = 0;
    // Whose an entry is beside the organisation's.
    virtual Result<std::vector<std::string>> teamsOf(std::uint64_t number) = 0;
    // The number of the first entry whose digest does not follow from it and the entry before it; none = all is well.
    // A log whose newest entries were cut off cannot be told from a shorter one; the head() kept elsewhere can.
    virtual Result<std::optional<std::uint64_t>> firstBroken() = 0;
    // Digest of the newest entry; "" while there is none.
    virtual Result<std::string> head() = 0;
};

} // namespace gatehouse::store
