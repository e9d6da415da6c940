// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/team_book.h"
#include "ui/widgets/console.h"

#include <QFrame>

class QLabel;
class QStackedWidget;
class QStandardItemModel;
class QTabWidget;

namespace gatehouse::ui {

class ChargePanel;
class MemberModel;
class SpendCharts;
class TableView;

// One team: its people with their roles, its applications with their keys, what it spends, and what its subscriptions
// are charged. UI thread.
class TeamPage : public QFrame {
    Q_OBJECT

public:
    TeamPage(Console& console, const TeamBook& book, QWidget* parent = nullptr);
    void show(const TeamRow* row); // null: none
    void openSpend();
    void refresh();

    const QString& team() const { return m_team; }
    bool hasTeam() const { return m_has; }
    QString selectedMember() const;  // empty: none, or several
    QJsonObject selectedApp() const; // of the line that is chosen, itself or its key's
    QJsonObject selectedKey() const;
    TableView& members() const { return *m_people; }
    TableView& keys() const { return *m_keyTable; }

Q_SIGNALS:
    void selectionMoved();
    void callsAsked(const QString& filter);

private:
    void fillKeys();

    const TeamBook& m_book;
    QString m_team;
    bool m_has = false;
    QLabel* m_title;
    QTabWidget* m_tabs;
    MemberModel* m_members;
    TableView* m_people;
    QLabel* m_nobody;
    QStackedWidget* m_peoplePages;
    QStandardItemModel* m_keys;
    TableView* m_keyTable;
    SpendCharts* m_spend;
    ChargePanel* m_charges;
};

} // namespace gatehouse::ui
