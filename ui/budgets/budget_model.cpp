// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budget_model.h"

#include "ui/budgets/budget_words.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/bar_delegate.h"

#include <QBrush>
#include <limits>

namespace gatehouse::ui {
BudgetModel::BudgetModel(const Theme& theme, const BudgetBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &BudgetBook::changed, this, &BudgetModel::take);
    connect(&theme, &Theme::changed, this, &BudgetModel::repaint);
    take();
}

void BudgetModel::take() {
    putRows(m_book.rows(), &BudgetRow::id);
}

QModelIndex BudgetModel::find(const QString& id) const {
    return findRow(&BudgetRow::id, id);
}

QString BudgetModel::textAt(const BudgetRow& row, int column) const {
    switch (column) {
    case Scope:
        return scopeText(row.scope, row.name);
    case Period:
        return periodName(row.period);
    case Used:
        return usedText(m_locale, row);
    case Forecast:
        return forecastText(m_locale, row);
    case Resets:
        return row.known ? startsAnewText(m_locale, row.resets, QDateTime::currentDateTimeUtc()) : QString();
    case Action:
        return actionText(row);
    case Alerts:
        return alertsText(m_locale, row);
    case Place:
        return placeText(row);
    default:
        return {};
    }
}

QVariant BudgetModel::sortValue(const BudgetRow& row, int column) const {
    switch (column) {
    case Used:
        return row.known ? row.share() : -1.0;
    case Forecast:
        return row.forecast.toDouble();
    case Resets:
        return row.resets.isValid() ? row.resets.toMSecsSinceEpoch() : std::numeric_limits<qint64>::max();
    default:
        return textAt(row, column);
    }
}

QVariant BudgetModel::barAt(const BudgetRow& row, int role) const {
    if (!row.known)
        return {};
    if (role == BarDelegate::ShareRole)
        return row.share();
    if (role == BarDelegate::ExpectedRole)
        return row.forecast.isEmpty() ? QVariant() : QVariant(row.expected());
    QVariantList marks;
    for (const int alert : row.alerts)
        marks.append(alert / 100.0);
    return marks;
}

QVariant BudgetModel::roleAt(const BudgetRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        return column == Action ? QVariant(m_theme.icon(actionIcon(row), actionTone(row))) : QVariant();
    case Qt::ForegroundRole:
        if (column == Forecast && row.known && !row.forecast.isEmpty() && row.expected() > 1)
            return QBrush(m_theme.color(Theme::Tone::Warning));
        return column == Place || column == Alerts ? QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)))
                                                   : QVariant();
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return column == Used || column == Forecast ? QVariant(budgetSentence(m_locale, row)) : QVariant();
    case BarDelegate::ShareRole:
    case BarDelegate::ExpectedRole:
    case BarDelegate::MarksRole:
        return column == Used ? barAt(row, role) : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString BudgetModel::title(int column) const {
    switch (column) {
    case Scope:
        return tr("Scope");
    case Period:
        return tr("Period");
    case Used:
        return tr("Used");
    case Forecast:
        return tr("Forecast");
    case Resets:
        return tr("Resets");
    case Action:
        return tr("At the limit");
    case Alerts:
        return tr("Alerts at");
    case Place:
        return tr("Set in");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
