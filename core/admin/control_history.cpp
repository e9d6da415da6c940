// SPDX-License-Identifier: Apache-2.0
// What was: revisions, going back to one, and the trash.
#include "core/admin/control_secrets.h"
#include "core/admin/control_service.h"
#include "core/admin/revision_history.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

constexpr std::size_t revisionsAtOnce = 200;

tl::unexpected<Refused> noRevision() {
    return refused(ErrorKind::NotFound, "not_found",
                   "There is no such revision in the audit log. GET /admin/v1/revisions lists them.");
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

Result<RevisionPage> ControlService::revisions(std::optional<std::uint64_t> before, std::size_t limit,
                                               const std::vector<std::string>* teams) {
    return readRevisions(m_with.audit, before, limit, teams);
}

// The revision itself last, what came after it before it; empty where there is none.
Result<std::vector<Revision>> ControlService::revisionsFrom(std::uint64_t number) {
    std::vector<Revision> found;
    std::optional<std::uint64_t> before;
    do {
        auto page = readRevisions(m_with.audit, before, revisionsAtOnce, nullptr);
        if (!page)
            return tl::unexpected(std::move(page.error()));
        for (auto& revision : page->revisions) {
            if (revision.number < number)
                return std::vector<Revision>();
            found.push_back(std::move(revision));
            if (found.back().number == number)
                return found;
        }
        before = page->next;
    } while (before);
    return std::vector<Revision>();
}

Outcome<Applied> ControlService::revert(std::uint64_t number, Revert what, Run run, std::string_view actor) {
    auto revisions = revisionsFrom(number);
    if (!revisions)
        return refused(std::move(revisions.error()));
    if (revisions->empty())
        return noRevision();
    const auto revision = std::move(revisions->back());
    revisions->pop_back();
    if (what == Revert::OnlyThis) {
        if (const auto changed = changedSince(revision, configuration()->objects); !changed.empty())
            return refused(ErrorKind::Conflict, "changed_since",
                           "Changed again since that revision: " + listed(changed) +
                               ". Revert the later revision first, or go back to before this one as a whole.");
    }
    return bring(what == Revert::OnlyThis ? takenBack(revision) : asAfter(*revisions), run, actor);
}

Outcome<Applied> ControlService::bring(std::vector<Wanted> wanted, Run run, std::string_view actor) {
    const auto standing = configuration();
    const Planning with{standing->objects, m_with.presets, m_with.demo, m_with.clock.wall()};
    auto plan = planWanted(std::move(wanted), with);
    if (!plan)
        return refused(std::move(plan.error()));
    Applied applied;
    applied.revision = standing->revision;
    if (run == Run::Real) {
        auto revision = carryOut(*plan, actor);
        if (!revision)
            return tl::unexpected<Refused>(std::move(revision.error()));
        applied.revision = *revision;
    }
    applied.changes = std::move(plan->changes);
    applied.warnings = std::move(plan->warnings);
    return applied;
}

Result<std::vector<TrashItem>> ControlService::trash(const std::vector<std::string>* teams) {
    return readTrash(m_with.audit, configuration()->objects, m_with.clock.wall(), teams);
}

Result<std::vector<TrashItem>> ControlService::trashOfCaller() {
    if (m_caller == nullptr || m_caller->may(m_permission))
        return trash();
    const auto teams = m_caller->teamsWith(m_permission);
    return trash(&teams);
}

Outcome<TrashItem> ControlService::trashItem(const std::vector<TrashItem>& items, std::uint64_t number) {
    const auto found =
        std::find_if(items.begin(), items.end(), [number](const TrashItem& item) { return item.number == number; });
    if (found == items.end())
        return refused(ErrorKind::NotFound, "not_found",
                       "There is no such thing in the trash: it was restored, purged, or lay there for 30 days.");
    return *found;
}

Outcome<Applied> ControlService::restoreTrash(std::uint64_t number, std::string_view actor) {
    auto items = trashOfCaller();
    if (!items)
        return refused(std::move(items.error()));
    auto item = trashItem(*items, number);
    if (!item)
        return tl::unexpected<Refused>(std::move(item.error()));
    std::vector<Wanted> wanted{{item->kind, item->id, item->body}};
    for (auto& other : *items) {
        if (std::find(item->with.begin(), item->with.end(), other.number) != item->with.end())
            wanted.push_back({other.kind, other.id, std::move(other.body)});
    }
    return bring(std::move(wanted), Run::Real, actor);
}

Outcome<void> ControlService::purgeTrash(std::uint64_t number, std::string_view actor) {
    const auto items = trashOfCaller();
    if (!items)
        return refused(items.error());
    const auto item = trashItem(*items, number);
    if (!item)
        return tl::unexpected<Refused>(item.error());
    const auto owners = m_with.audit.teamsOf(number);
    if (!owners)
        return refused(owners.error());
    if (auto written = note(store::purgeAction, config::nameOf(item->kind), item->id, actor, {}, {}, *owners); !written)
        return refused(std::move(written.error()));
    return {};
}

} // namespace gatehouse::admin
