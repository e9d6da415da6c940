// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/models/scope_objects.h"

#include <QHash>
#include <QObject>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// One limit, or one restriction, of one object.
struct LimitRow {
    enum class Kind { Limit, EachUser, Restriction };

    QString id; // stable: "team/research/requests_per_minute"
    Kind kind = Kind::Limit;
    QString scope;
    QString name; // of the object; empty for the organisation
    QString field;
    double limit = 0;
    std::optional<double> used; // none: not known
    QString value;              // of a restriction, in words
    double share() const { return used && limit > 0 ? *used / limit : 0; }
};

// Everything that holds calls back beside money: what is set, and how much of it is used, read again every second while
// watched. UI thread.
class LimitBook : public QObject {
    Q_OBJECT

public:
    LimitBook(GatewayClient& client, QObject* parent);

    void setWatched(bool watched) { m_state.setWatched(watched); }
    void reload();
    const QVector<LimitRow>& rows() const { return m_rows; }
    const LimitRow* find(const QString& id) const;
    const ScopeObjects& objects() const { return m_objects; }
    QString problem() const;

Q_SIGNALS:
    void changed();

private:
    void build();
    void addLimits(const QJsonObject& limits, const QString& scope, const QString& name, LimitRow::Kind kind);
    void addRestrictions(const QJsonObject& object, const QString& scope, const QString& name);
    void readUse();

    ScopeObjects m_objects;
    LiveAnswer m_state;
    QHash<QString, double> m_used; // by the row's id
    QVector<LimitRow> m_rows;
};

} // namespace gatehouse::ui
