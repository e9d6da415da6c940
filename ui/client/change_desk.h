// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QVector>

namespace gatehouse::ui {

// One change of a configuration object, as a person would name it.
struct Change {
    QString path;       // below /admin/v1: "/providers/openai"; for a new object the collection: "/providers"
    QString title;      // "Disable provider openai": what undo, review and the history call it
    QJsonObject before; // empty: a new object
    QJsonObject after;  // empty: the object is deleted
    QByteArray etag; // of "before"; where it is empty, as lists leave it, the desk asks whether "before" still stands
    bool reversible = true; // false: cannot be undone, such as revoking a key

    bool creates() const { return before.isEmpty(); }
    bool deletes() const { return after.isEmpty(); }
};

// Every change of the configuration that the console makes goes over this desk. Towards a gateway that is not
// protected it is sent at once and can be undone; towards a protected one it is gathered until the person has reviewed
// all of them and applies them together. What waits, and what can be undone, belongs to the gateway that it was meant
// for: it is put by while another one is chosen. UI thread.
class ChangeDesk : public QObject {
    Q_OBJECT

public:
    // "reply" is what the gateway said; a 202 while the change waits for review.
    using Handler = std::function<void(const Reply& reply)>;

    explicit ChangeDesk(GatewayClient& client, QObject* parent = nullptr);
    ~ChangeDesk() override;

    // POST for a new object, PUT with If-Match for a change, DELETE for a removal. A refusal for being stale is told by
    // conflict() and the handler is called once the person has settled it.
    void submit(Change change, QObject* context, Handler handler);

    // What waits for review is taken back first; what a protected gateway has taken is reverted by its history.
    bool canUndo() const;
    QString undoTitle() const; // "Disable provider openai"
    void undo();
    bool canRedo() const;
    QString redoTitle() const;
    void redo();

    void setProtected(bool on);
    bool isProtected() const { return m_state.isProtected; }
    const QVector<Change>& waiting() const { return m_state.waiting; }
    // Why the gateway refused it when it was last applied; no status and no code: it did not.
    Problem waitingProblem(int index) const { return m_state.problems.value(index); }
    // One after the other; those that are refused go on waiting.
    void applyWaiting(QObject* context, std::function<void(const QVector<Problem>& failed)> handler);
    bool isApplying() const { return m_applying; }
    void discardWaiting(int index);
    void discardAllWaiting();

    // Settles a conflict: sends "merged" (empty: deletes the object) against their version, or gives the change up.
    enum class Settlement { Send, GiveUp };
    void settle(const Change& mine, Settlement how, const QJsonObject& merged, const QByteArray& theirEtag);

Q_SIGNALS:
    void waitingChanged();
    void undoChanged();
    // A reversible change was made: the shell offers to undo it for ten seconds.
    void applied(const gatehouse::ui::Change& change);
    // Undo or redo could not be done; "problem" says why.
    void undoFailed(const QString& title, const gatehouse::ui::Problem& problem);
    // Somebody else changed the object meanwhile; "theirs" is how it is now, empty where it is gone. settle() ends it.
    void conflict(const gatehouse::ui::Change& mine, const QJsonObject& theirs, const QByteArray& theirEtag);

private:
    enum class Origin { Person, Undo, Redo };
    struct Sending {
        Change change;
        QPointer<QObject> context;
        Handler handler;
        Origin origin = Origin::Person;
        Change original{}; // what is undone or redone
        bool isSecondTry = false;
    };
    // What belongs to one gateway.
    struct State {
        bool isProtected = false;
        QVector<Change> waiting;
        QVector<Problem> problems; // one for each that waits
        QVector<Change> done;      // newest last: what undo takes back
        QVector<Change> undone;    // newest last: what redo does again
    };

    void gather(Change change);
    void find(Sending sending); // asks for the entity tag
    void send(Sending sending);
    void wasStale(Sending sending);
    void tellConflict(Sending sending, const QJsonObject& theirs, const QByteArray& theirEtag);
    void succeeded(const Sending& sending, const Reply& reply);
    void failed(const Sending& sending, const Reply& reply);
    void applyNext(int index, QVector<Problem> failed, QPointer<QObject> context,
                   std::function<void(const QVector<Problem>&)> handler);
    void takeWaiting(int index);
    void chooseGateway();

    GatewayClient& m_client;
    QString m_gateway;
    State m_state;
    QHash<QString, State> m_putBy; // by the address of the gateway
    QVector<Sending> m_open;       // conflicts that wait for the person
    bool m_busy = false;           // an undo or redo is under way
    bool m_applying = false;
};

} // namespace gatehouse::ui
