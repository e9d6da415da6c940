// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/teams/team_book.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// Teams, one a row. UI thread.
class TeamModel : public LiveRows<TeamRow> {
    Q_OBJECT

public:
    enum Column { Team, Members, Apps, Keys, Budget, Spend, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    TeamModel(const Theme& theme, const TeamBook& book, QObject* parent);
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex find(const QString& id) const;

private:
    QString textAt(const TeamRow& row, int column) const;
    QVariant sortValue(const TeamRow& row, int column) const;

    const Theme& m_theme;
    const TeamBook& m_book;
    QLocale m_locale;
};

// The people of one team, one a row. UI thread.
class MemberModel : public LiveRows<MemberRow> {
    Q_OBJECT

public:
    enum Column { Name, Email, Roles, SignIn, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    MemberModel(const Theme& theme, QObject* parent);
    void setMembers(const QVector<MemberRow>& members);
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textAt(const MemberRow& row, int column) const;

    const Theme& m_theme;
};

} // namespace gatehouse::ui
