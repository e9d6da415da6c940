// SPDX-License-Identifier: Apache-2.0
#include "core/admin/revision_history.h"

#include "core/config/resource.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Change;
using config::Kind;

constexpr std::size_t entriesAtOnce = 500;
using Name = std::pair<Kind, std::string>;

std::optional<json::object> parsed(const std::string& text) {
    if (text.empty())
        return std::nullopt;
    auto value = contract::parseJson(text);
    return value && value->is_object() ? std::optional(std::move(value->get_object())) : std::nullopt;
}

std::optional<Change::Action> actionNamed(std::string_view name) {
    for (const auto action : {Change::Action::Create, Change::Action::Update, Change::Action::Delete}) {
        if (config::nameOf(action) == name)
            return action;
    }
    return std::nullopt;
}

// None where the entry tells of something else, such as a secret.
std::optional<Change> changeOf(const store::AuditEntry& entry) {
    const auto action = actionNamed(entry.action);
    const auto kind = config::kindNamed(entry.kind);
    if (!action || !kind)
        return std::nullopt;
    Change change;
    change.action = *action;
    change.kind = *kind;
    change.id = entry.id;
    change.before = parsed(entry.before);
    change.after = parsed(entry.after);
    return change;
}

std::string_view textIn(const json::object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

// Fits an existing body to what PUT of a new object takes; what the gateway sets is put back afterwards.
json::object asNew(Kind kind, const json::object& body) {
    if (kind != Kind::Key)
        return body;
    auto entry = body;
    entry["key"] = "hash:" + std::string(textIn(body, "id")) + ':' + std::string(textIn(body, "digest"));
    for (const auto* name : {"id", "digest", "last_four", "created"})
        entry.erase(name);
    return entry;
}

// The audit log does not name a fault's object; the person should know which it is.
contract::Faults named(contract::Faults faults, const Wanted& wanted) {
    for (auto& fault : faults) {
        fault.code = contract::FaultCode::Conflict;
        fault.field =
            std::string(config::nameOf(wanted.kind)) + '/' + wanted.id + (fault.field.empty() ? "" : ".") + fault.field;
    }
    return faults;
}

Result<store::AuditPage> changesOf(store::AuditRepository& audit, const std::vector<std::string>* teams,
                                   std::optional<std::uint64_t> before) {
    return teams == nullptr ? audit.listChanges(before, entriesAtOnce)
                            : audit.listOf(*teams, store::AuditPart::Changes, before, entriesAtOnce);
}

// The numbers of the entries that tell of deletions of what these teams had.
Result<std::set<std::uint64_t>> deletionsOf(store::AuditRepository& audit, const std::vector<std::string>& teams,
                                            WallMicros since) {
    std::set<std::uint64_t> numbers;
    std::optional<std::uint64_t> before;
    do {
        const auto page = changesOf(audit, &teams, before);
        if (!page)
            return tl::unexpected(page.error());
        for (const auto& entry : page->entries) {
            if (actionNamed(entry.action) == Change::Action::Delete && !entry.before.empty())
                numbers.insert(entry.number);
        }
        before = page->entries.empty() || page->entries.back().at < since ? std::nullopt : page->next;
    } while (before);
    return numbers;
}

class Planner {
public:
    explicit Planner(const Planning& with) : m_with(with), m_working(with.standing), m_unused("keychain") {}

    contract::Checked<void> add(const Wanted& wanted) {
        const auto* standing = config::findObject(m_working, wanted.kind, wanted.id);
        if (!wanted.body)
            return standing == nullptr ? contract::Checked<void>() : take(planRemoval(wanted), wanted);
        if (standing != nullptr && standing->body == *wanted.body)
            return {};
        const config::Surroundings surroundings{m_working, m_with.presets, m_with.demo};
        auto plan = config::planPut(wanted.kind, standing == nullptr && wanted.kind == Kind::Key ? "" : wanted.id,
                                    standing == nullptr ? asNew(wanted.kind, *wanted.body) : *wanted.body, surroundings,
                                    m_unused, m_with.now);
        if (plan && standing == nullptr && !plan->changes.empty())
            plan->changes.front().after = wanted.body;
        return take(std::move(plan), wanted);
    }

    config::Plan plan() && { return std::move(m_plan); }

private:
    contract::Checked<config::Plan> planRemoval(const Wanted& wanted) const {
        return config::planDelete(wanted.kind, wanted.id, m_working);
    }

    contract::Checked<void> take(contract::Checked<config::Plan> step, const Wanted& wanted) {
        if (!step)
            return tl::unexpected<contract::Faults>(named(std::move(step.error()), wanted));
        m_working = config::applied(m_working, *step, 0, m_with.now);
        std::move(step->changes.begin(), step->changes.end(), std::back_inserter(m_plan.changes));
        std::move(step->warnings.begin(), step->warnings.end(), std::back_inserter(m_plan.warnings));
        return {};
    }

    const Planning& m_with;
    config::Objects m_working;
    config::DryStash m_unused; // bodies in the audit log hold references, never a key
    config::Plan m_plan;
};

} // namespace

Result<RevisionPage> readRevisions(store::AuditRepository& audit, std::optional<std::uint64_t> before,
                                   std::size_t limit, const std::vector<std::string>* teams) {
    RevisionPage page;
    std::uint64_t oldest = 0; // audit number of the oldest entry taken
    while (true) {
        auto entries = changesOf(audit, teams, before);
        if (!entries)
            return tl::unexpected(std::move(entries.error()));
        for (const auto& entry : entries->entries) {
            auto change = changeOf(entry);
            if (!change)
                continue;
            if (page.revisions.empty() || page.revisions.back().number != entry.revision) {
                if (page.revisions.size() == limit) {
                    page.next = oldest;
                    return page;
                }
                page.revisions.push_back({entry.revision, entry.at, entry.actor, {}});
            }
            auto& changes = page.revisions.back().changes;
            changes.insert(changes.begin(), std::move(*change)); // the log is read backwards
            oldest = entry.number;
        }
        if (!entries->next)
            return page;
        before = entries->next;
    }
}

Result<std::vector<TrashItem>> readTrash(store::AuditRepository& audit, const config::Objects& standing, WallMicros now,
                                         const std::vector<std::string>* teams) {
    const auto since = now - std::chrono::duration_cast<std::chrono::microseconds>(trashTime).count();
    std::vector<TrashItem> items;
    std::set<Name> seen; // what happened to them later
    std::optional<std::uint64_t> before;
    while (true) {
        auto page = audit.listChanges(before, entriesAtOnce);
        if (!page)
            return tl::unexpected(std::move(page.error()));
        for (const auto& entry : page->entries) {
            const auto kind = config::kindNamed(entry.kind);
            if (entry.at < since)
                continue; // a clock may have gone back: what follows can be younger
            if (!kind || !seen.emplace(*kind, entry.id).second || actionNamed(entry.action) != Change::Action::Delete)
                continue;
            auto body = parsed(entry.before);
            if (!body || contract::isSingle(*kind) || config::findObject(standing, *kind, entry.id) != nullptr)
                continue;
            items.push_back(
                {entry.number, *kind, entry.id, std::move(*body), entry.at, entry.actor, entry.revision, {}});
        }
        if (!page->next || (!page->entries.empty() && page->entries.back().at < since))
            break;
        before = page->next;
    }
    if (teams != nullptr) {
        const auto theirs = deletionsOf(audit, *teams, since);
        if (!theirs)
            return tl::unexpected(theirs.error());
        // Users are the organisation's, whatever roles they have in teams.
        std::erase_if(items,
                      [&](const TrashItem& item) { return item.kind == Kind::User || !theirs->contains(item.number); });
    }
    for (auto& app : items) {
        if (app.kind != Kind::App)
            continue;
        for (const auto& key : items) {
            if (key.kind == Kind::Key && key.revision == app.revision && textIn(key.body, "app") == app.id)
                app.with.push_back(key.number);
        }
    }
    return items;
}

std::vector<Wanted> takenBack(const Revision& revision) {
    return asAfter({revision});
}

std::vector<Wanted> asAfter(const std::vector<Revision>& later) {
    std::map<Name, std::optional<json::object>> first; // what it was before the oldest of these changes
    for (const auto& revision : later) {
        for (auto change = revision.changes.rbegin(); change != revision.changes.rend(); ++change)
            first[{change->kind, change->id}] = change->before;
    }
    std::vector<Wanted> wanted;
    for (auto& [name, body] : first)
        wanted.push_back({name.first, name.second, std::move(body)});
    return wanted;
}

std::vector<std::string> changedSince(const Revision& revision, const config::Objects& standing) {
    std::map<Name, std::optional<json::object>> last;
    for (const auto& change : revision.changes)
        last[{change.kind, change.id}] = change.after;
    std::vector<std::string> changed;
    for (const auto& [name, body] : last) {
        const auto* object = config::findObject(standing, name.first, name.second);
        const bool same = object == nullptr ? !body : body && object->body == *body;
        if (!same)
            changed.push_back(std::string(config::singularOf(name.first)) + ' ' + name.second);
    }
    return changed;
}

contract::Checked<config::Plan> planWanted(std::vector<Wanted> wanted, const Planning& with) {
    // What is referred to comes first; deletions last, and backwards.
    std::stable_sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
        if (a.body.has_value() != b.body.has_value())
            return a.body.has_value();
        return a.body ? a.kind < b.kind : a.kind > b.kind;
    });
    Planner planner(with);
    for (const auto& one : wanted) {
        if (auto added = planner.add(one); !added)
            return tl::unexpected<contract::Faults>(std::move(added.error()));
    }
    return std::move(planner).plan();
}

} // namespace gatehouse::admin
