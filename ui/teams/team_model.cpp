// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/team_model.h"

#include "ui/models/format.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/product_words.h"

#include <QBrush>

namespace gatehouse::ui {
TeamModel::TeamModel(const Theme& theme, const TeamBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &TeamBook::changed, this, [this] { putRows(m_book.rows(), &TeamRow::id); });
    connect(&book, &TeamBook::figuresChanged, this, &TeamModel::repaint);
    connect(&theme, &Theme::changed, this, &TeamModel::repaint);
    putRows(m_book.rows(), &TeamRow::id);
}

QModelIndex TeamModel::find(const QString& id) const {
    return findRow(&TeamRow::id, id);
}

QString TeamModel::textAt(const TeamRow& row, int column) const {
    switch (column) {
    case Team:
        return row.isOrganisation() ? tr("Organisation (no team)") : row.id;
    case Members:
        return countText(m_locale, row.members);
    case Apps:
        return row.isOrganisation() ? QString() : countText(m_locale, row.apps);
    case Keys:
        return row.isOrganisation() ? QString() : countText(m_locale, row.keys);
    case Budget:
        if (row.isOrganisation())
            return {};
        return row.budgeted
                   ? tr("%1 of %2", "spent, limit").arg(moneyText(m_locale, row.spent), moneyText(m_locale, row.limit))
                   : tr("No budget");
    case Spend:
        if (row.isOrganisation() || !m_book.knowsFigures())
            return {};
        return m_book.figures(row.id).calls == 0 ? QStringLiteral("–")
                                                 : moneyText(m_locale, m_book.figures(row.id).cost);
    default:
        return {};
    }
}

QVariant TeamModel::sortValue(const TeamRow& row, int column) const {
    switch (column) {
    case Members:
        return row.members;
    case Apps:
        return row.apps;
    case Keys:
        return row.keys;
    case Budget:
        return row.budgeted ? row.share() : -1.0;
    case Spend:
        return m_book.figures(row.id).cost.toDouble();
    default:
        return textAt(row, column);
    }
}

QVariant TeamModel::roleAt(const TeamRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        return column == Team
                   ? QVariant(m_theme.icon(row.isOrganisation() ? QStringLiteral("world") : QStringLiteral("users"),
                                           Theme::Tone::Secondary))
                   : QVariant();
    case Qt::ForegroundRole:
        return !row.object.value(QLatin1String("enabled")).toBool(true) || (column == Budget && !row.budgeted)
                   ? QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)))
                   : QVariant();
    case BarDelegate::ShareRole:
        return column == Budget && row.budgeted ? QVariant(row.share()) : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString TeamModel::title(int column) const {
    switch (column) {
    case Team:
        return tr("Team");
    case Members:
        return tr("Members");
    case Apps:
        return tr("Applications");
    case Keys:
        return tr("Keys");
    case Budget:
        return tr("Budget");
    case Spend:
        return tr("Spend");
    default:
        return {};
    }
}

MemberModel::MemberModel(const Theme& theme, QObject* parent) : TableRows(ColumnCount, parent), m_theme(theme) {
    connect(&theme, &Theme::changed, this, &MemberModel::repaint);
}

void MemberModel::setMembers(const QVector<MemberRow>& members) {
    putRows(members, &MemberRow::id);
}

QString MemberModel::textAt(const MemberRow& row, int column) const {
    switch (column) {
    case Name:
        return row.name;
    case Email:
        return row.email;
    case Roles: {
        QStringList words;
        for (const auto& role : row.roles)
            words.append(roleText(role));
        return words.isEmpty() ? tr("None") : words.join(QStringLiteral(", "));
    }
    case SignIn:
        return row.vouched ? tr("OpenID Connect") : tr("Password");
    case State:
        return row.enabled ? tr("Active") : tr("Disabled");
    default:
        return {};
    }
}

QVariant MemberModel::roleAt(const MemberRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        if (column != State)
            return {};
        return row.enabled ? m_theme.icon(QStringLiteral("circle-check"), Theme::Tone::Success)
                           : m_theme.icon(QStringLiteral("player-pause"), Theme::Tone::Secondary);
    case Qt::ForegroundRole:
        return row.enabled ? QVariant() : QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)));
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString MemberModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Email:
        return tr("E-mail");
    case Roles:
        return tr("Roles");
    case SignIn:
        return tr("Signs in with");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
