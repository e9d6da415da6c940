// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/move_dialog.h"
#include "ui/teams/team_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class NoticePanel;
class TableView;
class TeamModel;
class TeamPage;

// Who works with this gateway: teams with their people, applications, keys, budgets and spend.
class TeamsView : public View {
    Q_OBJECT

public:
    explicit TeamsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& argument) override; // a team's id, "new", or words to filter by
    QString state() const override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    void makeMemberActions();
    QWidget* makeTop();
    QWidget* makeContent();
    void choose();
    void showSelection();
    void showPossible();
    const TeamRow* selected() const;
    void addTeam();
    void deleteTeam();
    void addMember();
    void changeMember();
    void removeMember();
    void resetPassword();
    void endSessions();
    void endNext(QStringList ids, int ended);
    void move(MoveDialog::What what);
    void submit(Change change);

    Console& m_console;
    TeamBook m_book;
    TeamModel* m_model;
    TableView* m_table = nullptr;
    TeamPage* m_page = nullptr;
    QSplitter* m_splitter = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_add = nullptr;
    QAction* m_limits = nullptr;
    QAction* m_delete = nullptr;
    QAction* m_calls = nullptr;
    QAction* m_addMember = nullptr;
    QAction* m_change = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_password = nullptr;
    QAction* m_sessions = nullptr;
    QAction* m_moveApp = nullptr;
    QAction* m_moveKey = nullptr;
    QString m_wanted;
};

} // namespace gatehouse::ui
