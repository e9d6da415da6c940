// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_model.h"

#include "ui/limits/limit_words.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/bar_delegate.h"

#include <QBrush>

namespace gatehouse::ui {
namespace {

constexpr double nearly = 0.8;

Theme::Tone toneOf(const LimitRow& row) {
    return row.share() >= 1 ? Theme::Tone::Error : row.share() >= nearly ? Theme::Tone::Warning : Theme::Tone::Success;
}

QString iconOf(const LimitRow& row) {
    return row.share() >= 1        ? QStringLiteral("hand-stop")
           : row.share() >= nearly ? QStringLiteral("alert-triangle")
                                   : QStringLiteral("circle-check");
}

} // namespace

LimitModel::LimitModel(const Theme& theme, const LimitBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &LimitBook::changed, this, &LimitModel::take);
    connect(&theme, &Theme::changed, this, &LimitModel::repaint);
    take();
}

void LimitModel::take() {
    putRows(m_book.rows(), &LimitRow::id);
}

QModelIndex LimitModel::findObject(const QString& scope, const QString& name) const {
    for (int row = 0; row < m_rows.size(); ++row) {
        if (m_rows[row].scope == scope && m_rows[row].name == name)
            return index(row, 0);
    }
    return {};
}

QString LimitModel::textAt(const LimitRow& row, int column) const {
    const bool restricts = row.kind == LimitRow::Kind::Restriction;
    switch (column) {
    case Scope:
        return scopeText(row.scope, row.name);
    case Limit:
        if (restricts)
            return restrictionText(row.field);
        return row.kind == LimitRow::Kind::EachUser
                   ? tr("%1, each end user", "Requests a minute").arg(limitText(row.field))
                   : limitText(row.field);
    case Used: {
        if (restricts)
            return row.value;
        const auto limit = m_locale.toString(static_cast<qint64>(row.limit));
        return row.used ? tr("%1 of %2", "used, limit").arg(m_locale.toString(static_cast<qint64>(*row.used)), limit)
                        : limit;
    }
    case State:
        if (restricts || !row.used)
            return {};
        return row.share() >= 1 ? tr("Full") : row.share() >= nearly ? tr("Nearly full") : tr("Room");
    default:
        return {};
    }
}

QVariant LimitModel::sortValue(const LimitRow& row, int column) const {
    return column == Used || column == State ? QVariant(row.used ? row.share() : -1.0) : QVariant(textAt(row, column));
}

QVariant LimitModel::roleAt(const LimitRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        return column == State && row.used ? QVariant(m_theme.icon(iconOf(row), toneOf(row))) : QVariant();
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        if (column != Used)
            return {};
        return tr("%1, %2: %3. %4", "whose, which limit, how much of it, its state")
            .arg(textAt(row, Scope), textAt(row, Limit), textAt(row, Used), textAt(row, State));
    case BarDelegate::ShareRole:
        return column == Used && row.used ? QVariant(row.share()) : QVariant();
    case BarDelegate::MarksRole:
        return column == Used && row.used ? QVariant(QVariantList{nearly, 1.0}) : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString LimitModel::title(int column) const {
    switch (column) {
    case Scope:
        return tr("Scope");
    case Limit:
        return tr("Limit");
    case Used:
        return tr("Used");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
