// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QObject>
#include <QVector>

namespace gatehouse::ui {

// One object that an import makes, changes or removes.
struct PlannedChange {
    enum class Action { Create, Update, Delete };
    Action action = Action::Create;
    QString kind; // "providers"
    QString id;
    QString details; // in words: what it will be, or which fields change
};

// What a configuration would change at the gateway, and its doing. "Add" keeps all that it does not name; "Replace"
// makes the gateway's configuration what it says. UI thread.
class ImportPlan : public QObject {
    Q_OBJECT

public:
    enum class Mode { Add, Replace };
    enum class State { Empty, Asking, Known, Failed, Applying, Applied };

    explicit ImportPlan(GatewayClient& client, QObject* parent = nullptr);
    ~ImportPlan() override;

    // A configuration in YAML or JSON. Asks the gateway what it would change; nothing is changed.
    void preview(const QByteArray& configuration, Mode mode);
    void apply(); // what was previewed
    State state() const { return m_state; }
    const QVector<PlannedChange>& changes() const { return m_changes; }
    const QStringList& warnings() const { return m_warnings; } // of the gateway
    const Problem& problem() const { return m_problem; }       // while Failed

Q_SIGNALS:
    void changed();

private:
    void ask(const QByteArray& document);
    void takePreview(const Reply& reply);
    void fail(const Problem& problem);
    void setState(State state);
    void forget(); // the text may hold keys

    GatewayClient& m_client;
    QByteArray m_document;
    Mode m_mode = Mode::Add;
    State m_state = State::Empty;
    QVector<PlannedChange> m_changes;
    QStringList m_warnings;
    Problem m_problem;
    quint64 m_round = 0;
};

// In words, as a person reads it.
PlannedChange plannedChange(const QJsonObject& change);

} // namespace gatehouse::ui
