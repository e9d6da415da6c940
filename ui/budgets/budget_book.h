// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/models/resource_list.h"
#include "ui/models/scope_objects.h"

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// A budget with what is set and how it stands.
struct BudgetRow {
    // Where it is set: in the list of budgets, or in the object that it is for.
    enum class Place { List, Owner };

    QString id; // stable: "budget/monthly", "team/research"
    Place place = Place::List;
    QString path; // of the object that holds it: "/budgets/monthly", "/teams/research"
    QJsonObject object;
    QString scope; // "organisation", "team", "app", "key", "model", "provider", "tag"
    QString name;  // empty for the organisation
    QString period;
    QString action; // "block", "warn", "switch"
    QString switchTo;
    QList<int> alerts; // per cent
    bool enabled = true;
    QString set; // the amount that is set, exact dollars

    bool known = false; // how it stands
    QString limit;      // the amount that counts now: more than "set" while it is raised
    QString spent;
    QString reserved;
    QString forecast;     // what will be spent at the period's end; empty: cannot be said
    QDateTime resets;     // invalid: never
    QDateTime raised;     // until when; invalid: it is not
    double share() const; // of the limit that is spent or reserved
    double expected() const;
};

// All budgets of a gateway, those of the list and those that stand in teams, applications, keys and the organisation,
// with their figures: read again every second while watched. UI thread.
class BudgetBook : public QObject {
    Q_OBJECT

public:
    BudgetBook(GatewayClient& client, QObject* parent);

    void setWatched(bool watched) { m_state.setWatched(watched); }
    void reload();
    const QVector<BudgetRow>& rows() const { return m_rows; }
    const BudgetRow* find(const QString& id) const;
    bool loadedOnce() const { return m_budgets.loadedOnce(); }
    QString problem() const; // empty: all could be read
    const ScopeObjects& objects() const { return m_objects; }
    QStringList budgetIds() const;

Q_SIGNALS:
    void changed();

private:
    void build();
    void addFigures(BudgetRow& row) const;

    ResourceList m_budgets;
    ScopeObjects m_objects;
    LiveAnswer m_state;
    QVector<BudgetRow> m_rows;
};

} // namespace gatehouse::ui
