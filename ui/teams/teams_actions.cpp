// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands of the teams do.
#include "ui/teams/member_dialog.h"
#include "ui/teams/team_dialog.h"
#include "ui/teams/team_page.h"
#include "ui/teams/teams_view.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/shown_secret_dialog.h"

#include <QAction>
#include <QJsonArray>
#include <QUrl>

namespace gatehouse::ui {
namespace {

QString pathOf(const char* kind, const QString& id) {
    return QStringLiteral("/%1/%2").arg(QLatin1String(kind), QString::fromLatin1(QUrl::toPercentEncoding(id)));
}

} // namespace

void TeamsView::submit(Change change) {
    m_console.changes.submit(std::move(change), this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

void TeamsView::addTeam() {
    (new TeamDialog(m_console, m_book, this))->open();
}

void TeamsView::deleteTeam() {
    const auto* row = selected();
    if (row == nullptr || !m_delete->isEnabled())
        return;
    Confirmation what;
    what.title = tr("Delete team %1?").arg(row->id);
    what.text = tr("Its applications and keys go with it: their calls are refused from now on. All of it can come back "
                   "from the trash or with Undo.");
    what.impact = tr("%1, %2, %3", "members, applications, keys")
                      .arg(tr("%n member(s)", nullptr, row->members), tr("%n application(s)", nullptr, row->apps),
                           tr("%n key(s)", nullptr, row->keys));
    what.verb = tr("Delete");
    if (row->keys > 0 && m_console.changes.isProtected())
        what.typed = row->id;
    confirm(this, what, [this, copy = *row] {
        Change change;
        change.path = pathOf("teams", copy.id);
        change.title = tr("Delete team %1").arg(copy.id);
        change.before = copy.object;
        submit(change);
    });
}

void TeamsView::addMember() {
    if (const auto* row = selected())
        (new MemberDialog(m_console, m_book, row->id, {}, this))->open();
}

void TeamsView::changeMember() {
    const auto member = m_page->selectedMember();
    if (const auto* row = selected(); row != nullptr && !member.isEmpty())
        (new MemberDialog(m_console, m_book, row->id, member, this))->open();
}

// Out of the team; who is in no other stays as a user, and may nothing.
void TeamsView::removeMember() {
    const auto* row = selected();
    const auto user = m_book.user(m_page->selectedMember());
    if (row == nullptr || user.isEmpty() || !m_remove->isEnabled())
        return;
    QJsonArray left;
    const auto grants = user.value(QLatin1String("grants")).toArray();
    for (const auto& grant : grants) {
        if (memberText(grant.toObject(), "team") != row->id)
            left.append(grant);
    }
    const bool nowhere = grants.isEmpty() || (row->isOrganisation() && left.isEmpty());
    Confirmation what;
    what.title = nowhere ? tr("Delete the user %1?").arg(titleOf(user))
                         : tr("Remove %1 from %2?", "a person, a team")
                               .arg(titleOf(user), row->isOrganisation() ? tr("the organisation") : row->id);
    what.text = nowhere ? tr("The account goes, with its password. It can come back from the trash or with Undo.")
                        : tr("Roles in this team end with the next request. Keys of the team stay.");
    what.verb = nowhere ? tr("Delete") : tr("Remove");
    confirm(this, what, [this, user, left, nowhere, where = row->id] {
        Change change;
        change.path = pathOf("users", memberText(user, "id"));
        change.title = nowhere ? tr("Delete the user %1").arg(titleOf(user))
                               : tr("Remove %1 from %2", "a person, a team").arg(titleOf(user), where);
        change.before = user;
        if (!nowhere) {
            change.after = user;
            change.after.insert(QLatin1String("grants"), left);
        }
        submit(change);
    });
}

void TeamsView::resetPassword() {
    const auto member = m_page->selectedMember();
    if (member.isEmpty())
        return;
    m_console.client.send(GatewayClient::Verb::Post, QString(pathOf("users", member) + QStringLiteral("/invitation")),
                          {}, this, [this, member](const Reply& reply) {
                              if (!reply.ok()) {
                                  m_console.toast.say(reply.problem().detail);
                                  return;
                              }
                              ShownSecret shown;
                              shown.title = tr("Invitation of %1").arg(titleOf(m_book.user(member)));
                              shown.words = tr("With it a password can be set, once, within three days. An earlier "
                                               "invitation is void.");
                              shown.name = tr("Invitation");
                              shown.secret = invitationLink(m_console.client.address().gateway,
                                                            memberText(reply.object(), "invitation"));
                              shown.again = tr("It cannot be shown again. You would have to make another.");
                              (new ShownSecretDialog(m_console.theme, shown, this))->open();
                          });
}

// Every place where the member is signed in.
void TeamsView::endSessions() {
    const auto member = m_page->selectedMember();
    if (member.isEmpty())
        return;
    m_console.client.get(QStringLiteral("/sessions"), {}, this, [this, member](const Reply& reply) {
        if (!reply.ok()) {
            m_console.toast.say(reply.problem().detail);
            return;
        }
        QStringList ids;
        const auto items = reply.items();
        for (const auto& item : items) {
            if (memberText(item.toObject(), "user") == member)
                ids.append(memberText(item.toObject(), "id"));
        }
        if (ids.isEmpty()) {
            m_console.toast.say(tr("%1 is not signed in anywhere.").arg(titleOf(m_book.user(member))));
            return;
        }
        Confirmation what;
        what.title = tr("End the sessions of %1?").arg(titleOf(m_book.user(member)));
        what.text = tr("Console and portal ask for the password again.");
        what.impact = tr("%n session(s)", nullptr, static_cast<int>(ids.size()));
        what.verb = tr("End");
        confirm(this, what, [this, ids] { endNext(ids, 0); });
    });
}

void TeamsView::endNext(QStringList ids, int ended) {
    if (ids.isEmpty()) {
        m_console.toast.say(tr("%n session(s) ended.", nullptr, ended));
        return;
    }
    const auto id = ids.takeFirst();
    m_console.client.send(GatewayClient::Verb::Delete, pathOf("sessions", id), {}, this,
                          [this, ids, ended](const Reply& reply) {
                              if (reply.ok() || reply.status() == 404) // it has ended by itself
                                  endNext(ids, ended + 1);
                              else
                                  m_console.toast.say(reply.problem().detail);
                          });
}

void TeamsView::move(MoveDialog::What what) {
    const auto object = what == MoveDialog::What::Application ? m_page->selectedApp() : m_page->selectedKey();
    if (!object.isEmpty())
        (new MoveDialog(m_console, m_book, what, object, this))->open();
}

} // namespace gatehouse::ui
