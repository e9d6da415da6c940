// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/team_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <functional>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QListWidget;

namespace gatehouse::ui {

// Adds somebody to a team, new or known, or changes what he may do in it. A new one gets an invitation, with which he
// sets his own password, or a password for the first time; either is shown once.
class MemberDialog : public FormDialog {
    Q_OBJECT

public:
    // An empty team: the organisation. An empty user: somebody is added.
    MemberDialog(Console& console, const TeamBook& book, const QString& team, const QString& user, QWidget* parent);

private:
    void makePerson();
    void makeRoles();
    void makeSignIn();
    void showPerson();
    bool isNew() const;
    QString rolesFault() const;
    QString idFault() const;
    QStringList roles() const;
    QJsonObject wanted() const;
    void save();
    void create(const QJsonObject& user);
    void letIn(const QString& id);
    void showSecret(const QString& title, const QString& words, const QString& secret);

    Console& m_console;
    const TeamBook& m_book;
    QString m_team;
    QString m_user;
    QComboBox* m_person = nullptr;
    QLineEdit* m_id = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_email = nullptr;
    QListWidget* m_roles = nullptr;
    QComboBox* m_way = nullptr;
    QCheckBox* m_enabled = nullptr;
    bool m_made = false; // by a try whose second step failed
};

} // namespace gatehouse::ui
