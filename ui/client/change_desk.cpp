// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/change_desk.h"

#include "ui/client/object_merge.h"

#include <QJsonDocument>
#include <QMetaMethod>
#include <QTimer>
#include <QUrl>
#include <algorithm>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int mostUndone = 50;
constexpr int stale = 412;
constexpr int notFound = 404;
constexpr int accepted = 202;

QString idOf(const QJsonObject& object) {
    for (const auto* name : {"id", "model"}) {
        const auto value = object.value(QLatin1String(name)).toString();
        if (!value.isEmpty())
            return value;
    }
    return {};
}

QString objectPath(const Change& change, const QJsonObject& standing) {
    const auto id = idOf(standing);
    return change.creates() && !id.isEmpty()
               ? QString(change.path + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(id)))
               : change.path;
}

QString collectionOf(const QString& path) {
    return path.left(path.lastIndexOf(u'/'));
}

// What leads back from a change that was made.
Change reverseOf(const Change& done) {
    Change back;
    back.title = done.title;
    back.before = done.after;
    back.after = done.before;
    back.etag = done.deletes() ? QByteArray() : done.etag;
    back.path = done.deletes() ? collectionOf(done.path) : done.path;
    return back;
}

// A key that the gateway made is shown once, in the answer; it is not kept.
QJsonObject withoutShownKey(QJsonObject made, const QJsonObject& asked) {
    if (!asked.contains(QLatin1String("key")))
        made.remove(QLatin1String("key"));
    return made;
}

void keepNewest(QVector<Change>& changes) {
    while (changes.size() > mostUndone)
        changes.removeFirst();
}

} // namespace

ChangeDesk::ChangeDesk(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    connect(&client, &GatewayClient::gatewayChosen, this, &ChangeDesk::chooseGateway);
}

ChangeDesk::~ChangeDesk() = default;

void ChangeDesk::chooseGateway() {
    const auto chosen = m_client.address().admin.toString();
    m_open.clear(); // their answers will not be heard any more
    m_busy = false;
    m_applying = false;
    if (chosen != m_gateway) {
        m_putBy.insert(m_gateway, std::exchange(m_state, m_putBy.value(chosen)));
        m_gateway = chosen;
    }
    Q_EMIT waitingChanged();
    Q_EMIT undoChanged();
}

void ChangeDesk::submit(Change change, QObject* context, Handler handler) {
    if (m_state.isProtected) {
        gather(std::move(change));
        // Never before submit() returns: a dialog may close itself when it hears of it.
        QTimer::singleShot(0, context, [handler = std::move(handler)] { handler(Reply(accepted, "{}", {})); });
        return;
    }
    Sending sending;
    sending.change = std::move(change);
    sending.context = context;
    sending.handler = std::move(handler);
    find(std::move(sending));
}

void ChangeDesk::gather(Change change) {
    m_state.undone.clear();
    auto& waiting = m_state.waiting;
    const auto same = std::find_if(waiting.begin(), waiting.end(), [&change](const Change& standing) {
        return !change.creates() && standing.path == change.path && !standing.deletes();
    });
    if (same == waiting.end()) {
        waiting.append(std::move(change));
        m_state.problems.append(Problem());
    } else {
        // The view showed the object as it stands in the gateway, not as it waits: both edits count.
        same->after = change.deletes() ? QJsonObject() : replayed(change.before, change.after, same->after);
        same->title = change.title;
        m_state.problems[same - waiting.begin()] = Problem();
        if (same->after == same->before) { // edited back to what stands
            m_state.problems.removeAt(same - waiting.begin());
            waiting.erase(same);
        }
    }
    Q_EMIT waitingChanged();
    Q_EMIT undoChanged();
}

void ChangeDesk::find(Sending sending) {
    if (sending.change.creates() || !sending.change.etag.isEmpty()) {
        send(std::move(sending));
        return;
    }
    const auto path = sending.change.path;
    m_client.get(path, {}, this, [this, sending = std::move(sending)](const Reply& reply) mutable {
        if (reply.status() == notFound) {
            tellConflict(std::move(sending), {}, {});
        } else if (!reply.ok()) {
            failed(sending, reply);
        } else if (reply.object() != sending.change.before) {
            tellConflict(std::move(sending), reply.object(), reply.etag());
        } else {
            sending.change.etag = reply.etag();
            send(std::move(sending));
        }
    });
}

void ChangeDesk::send(Sending sending) {
    const Change change = sending.change;
    const auto verb = change.deletes()   ? GatewayClient::Verb::Delete
                      : change.creates() ? GatewayClient::Verb::Post
                                         : GatewayClient::Verb::Put;
    m_client.send(
        verb, change.path, change.after, this,
        [this, sending = std::move(sending)](const Reply& reply) mutable {
            if (reply.ok())
                succeeded(sending, reply);
            else if (reply.status() == stale)
                wasStale(std::move(sending));
            else
                failed(sending, reply);
        },
        change.etag);
}

void ChangeDesk::wasStale(Sending sending) {
    const auto path = sending.change.path;
    m_client.get(path, {}, this, [this, sending = std::move(sending)](const Reply& reply) mutable {
        if (reply.status() == notFound) {
            tellConflict(std::move(sending), {}, {});
        } else if (!reply.ok()) {
            failed(sending, reply);
        } else if (reply.object() == sending.change.before && !sending.isSecondTry) {
            // It was changed and changed back: what the person saw is what stands.
            sending.change.etag = reply.etag();
            sending.isSecondTry = true;
            send(std::move(sending));
        } else {
            tellConflict(std::move(sending), reply.object(), reply.etag());
        }
    });
}

void ChangeDesk::tellConflict(Sending sending, const QJsonObject& theirs, const QByteArray& theirEtag) {
    if (theirs.isEmpty() && sending.change.deletes()) { // both wanted it gone
        succeeded(sending, Reply(204, {}, {}));
        return;
    }
    if (!isSignalConnected(QMetaMethod::fromSignal(&ChangeDesk::conflict))) {
        failed(sending, Reply(stale,
                              "{\"code\":\"stale\",\"detail\":\"Somebody else changed this meanwhile. Read it again, "
                              "then repeat your change.\"}",
                              {}));
        return;
    }
    const Change mine = sending.change;
    m_open.append(std::move(sending));
    Q_EMIT conflict(mine, theirs, theirEtag);
}

void ChangeDesk::settle(const Change& mine, Settlement how, const QJsonObject& merged, const QByteArray& theirEtag) {
    const auto found = std::find_if(m_open.begin(), m_open.end(),
                                    [&mine](const Sending& open) { return open.change.path == mine.path; });
    if (found == m_open.end())
        return;
    auto sending = *found;
    m_open.erase(found);
    if (how == Settlement::GiveUp) {
        const QJsonObject told{{QStringLiteral("code"), QStringLiteral("kept_theirs")},
                               {QStringLiteral("detail"), tr("Your change was not made: the other version stays.")}};
        failed(sending, Reply(stale, QJsonDocument(told).toJson(QJsonDocument::Compact), {}));
        return;
    }
    sending.change.after = merged;
    sending.change.etag = theirEtag;
    sending.isSecondTry = false;
    if (theirEtag.isEmpty()) { // it is gone: made anew
        sending.change.before = {};
        sending.change.path = collectionOf(mine.path);
    }
    send(std::move(sending));
}

void ChangeDesk::succeeded(const Sending& sending, const Reply& reply) {
    Change done = sending.change;
    done.path = objectPath(done, reply.object());
    done.etag = reply.etag();
    if (!done.deletes() && !done.creates() && !reply.object().isEmpty())
        done.after = reply.object();
    if (sending.origin == Origin::Undo) {
        m_state.done.removeLast();
        m_state.undone.append(sending.original);
        m_busy = false;
    } else if (done.reversible) {
        if (sending.origin == Origin::Redo) {
            m_state.undone.removeLast();
            m_busy = false;
        } else {
            m_state.undone.clear();
        }
        if (done.creates() && !reply.object().isEmpty())
            done.after = withoutShownKey(reply.object(), done.after);
        m_state.done.append(done);
        keepNewest(m_state.done);
    }
    Q_EMIT undoChanged();
    if (sending.origin == Origin::Person && done.reversible)
        Q_EMIT applied(done);
    if (sending.handler && sending.context)
        sending.handler(reply);
}

void ChangeDesk::failed(const Sending& sending, const Reply& reply) {
    if (sending.origin != Origin::Person) {
        m_busy = false;
        Q_EMIT undoChanged();
        Q_EMIT undoFailed(sending.change.title, reply.problem());
    }
    if (sending.handler && sending.context)
        sending.handler(reply);
}

bool ChangeDesk::canUndo() const {
    return m_state.isProtected ? !m_state.waiting.isEmpty() && !m_applying : !m_state.done.isEmpty() && !m_busy;
}

QString ChangeDesk::undoTitle() const {
    const auto& changes = m_state.isProtected ? m_state.waiting : m_state.done;
    return changes.isEmpty() ? QString() : changes.last().title;
}

void ChangeDesk::undo() {
    if (!canUndo())
        return;
    if (m_state.isProtected) {
        m_state.undone.append(m_state.waiting.last());
        takeWaiting(static_cast<int>(m_state.waiting.size()) - 1);
        return;
    }
    m_busy = true;
    Sending sending;
    sending.original = m_state.done.last();
    sending.change = reverseOf(sending.original);
    sending.origin = Origin::Undo;
    Q_EMIT undoChanged();
    find(std::move(sending));
}

bool ChangeDesk::canRedo() const {
    return !m_state.undone.isEmpty() && !m_busy && !m_applying;
}

QString ChangeDesk::redoTitle() const {
    return m_state.undone.isEmpty() ? QString() : m_state.undone.last().title;
}

void ChangeDesk::redo() {
    if (!canRedo())
        return;
    if (m_state.isProtected) {
        auto undone = std::move(m_state.undone);
        const auto change = undone.takeLast();
        gather(change);
        m_state.undone = std::move(undone);
        Q_EMIT undoChanged();
        return;
    }
    m_busy = true;
    Sending sending;
    sending.original = m_state.undone.last();
    sending.change = sending.original;
    sending.change.etag.clear(); // of the version that undo took away
    if (sending.change.creates())
        sending.change.path = collectionOf(sending.change.path);
    sending.origin = Origin::Redo;
    Q_EMIT undoChanged();
    find(std::move(sending));
}

void ChangeDesk::setProtected(bool on) {
    if (m_state.isProtected == on)
        return;
    m_state.isProtected = on;
    m_state.undone.clear();
    Q_EMIT undoChanged();
}

void ChangeDesk::applyWaiting(QObject* context, std::function<void(const QVector<Problem>&)> handler) {
    if (m_applying)
        return;
    m_applying = true;
    Q_EMIT undoChanged();
    applyNext(0, {}, context, std::move(handler));
}

void ChangeDesk::applyNext(int index, QVector<Problem> failed, QPointer<QObject> context,
                           std::function<void(const QVector<Problem>&)> handler) {
    if (index >= m_state.waiting.size()) {
        m_applying = false;
        Q_EMIT undoChanged();
        if (context)
            handler(failed);
        return;
    }
    Sending sending;
    sending.change = m_state.waiting[index];
    sending.change.reversible = false; // a protected gateway's changes are reverted by its history
    sending.context = this;
    sending.handler = [this, index, failed = std::move(failed), context,
                       handler = std::move(handler)](const Reply& reply) mutable {
        if (reply.ok()) {
            takeWaiting(index);
        } else {
            failed.append(reply.problem());
            m_state.problems[index] = reply.problem();
            ++index;
            Q_EMIT waitingChanged();
        }
        applyNext(index, std::move(failed), context, std::move(handler));
    };
    find(std::move(sending));
}

void ChangeDesk::takeWaiting(int index) {
    m_state.waiting.removeAt(index);
    m_state.problems.removeAt(index);
    Q_EMIT waitingChanged();
    Q_EMIT undoChanged();
}

void ChangeDesk::discardWaiting(int index) {
    if (!m_applying && index >= 0 && index < m_state.waiting.size())
        takeWaiting(index);
}

void ChangeDesk::discardAllWaiting() {
    if (m_applying || m_state.waiting.isEmpty())
        return;
    m_state.waiting.clear();
    m_state.problems.clear();
    Q_EMIT waitingChanged();
    Q_EMIT undoChanged();
}

} // namespace gatehouse::ui
