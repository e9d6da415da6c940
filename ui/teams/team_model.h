// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/team_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// Teams, one a row. UI thread.
class TeamModel : public TableRows<TeamRow> {
    Q_OBJECT

public:
    enum Column { Team, Members, Apps, Keys, Budget, Spend, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    TeamModel(const Theme& theme, const TeamBook& book, QObject* parent);
    QModelIndex find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column != Team && column != Budget; }
    QString textAt(const TeamRow& row, int column) const override;
    QVariant sortValue(const TeamRow& row, int column) const override;
    QVariant roleAt(const TeamRow& row, int column, int role) const override;

    const Theme& m_theme;
    const TeamBook& m_book;
    QLocale m_locale;
};

// The people of one team, one a row. UI thread.
class MemberModel : public TableRows<MemberRow> {
    Q_OBJECT

public:
    enum Column { Name, Email, Roles, SignIn, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    MemberModel(const Theme& theme, QObject* parent);
    void setMembers(const QVector<MemberRow>& members);

private:
    QString title(int column) const override;
    QString textAt(const MemberRow& row, int column) const override;
    QVariant roleAt(const MemberRow& row, int column, int role) const override;

    const Theme& m_theme;
};

} // namespace gatehouse::ui
