// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/subscription_model.h"

#include "ui/models/format.h"
#include "ui/widgets/product_words.h"

#include <QBrush>

namespace gatehouse::ui {
SubscriptionModel::SubscriptionModel(const Theme& theme, const ApprovalBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &ApprovalBook::changed, this, &SubscriptionModel::take);
    connect(&book, &ApprovalBook::usageChanged, this, &SubscriptionModel::repaint);
    connect(&theme, &Theme::changed, this, &SubscriptionModel::repaint);
    take();
}

void SubscriptionModel::setState(const QString& state) {
    m_state = state;
    take();
}

void SubscriptionModel::take() {
    if (m_state.isEmpty()) {
        putRows(m_book.rows(), &SubscriptionRow::id);
        return;
    }
    QVector<SubscriptionRow> rows;
    for (const auto& row : m_book.rows()) {
        if (row.state == m_state)
            rows.append(row);
    }
    putRows(std::move(rows), &SubscriptionRow::id);
}

QModelIndex SubscriptionModel::find(const QString& id) const {
    return findRow(&SubscriptionRow::id, id);
}

QString SubscriptionModel::usageText(const QString& app) const {
    if (!m_book.usage().known())
        return {};
    const auto used = m_book.usage().of(app);
    if (used.calls == 0)
        return tr("No calls");
    return tr("%1 · %2", "number of calls, money")
        .arg(tr("%n call(s)", nullptr, static_cast<int>(used.calls)), moneyText(m_locale, used.cost));
}

QString SubscriptionModel::planName(const QString& id) const {
    if (id.isEmpty())
        return QStringLiteral("–");
    const auto title = titleOf(m_book.plan(id));
    return title.isEmpty() ? id : title;
}

QString SubscriptionModel::textAt(const SubscriptionRow& row, int column) const {
    switch (column) {
    case Who:
        return row.who.isEmpty() ? row.app : row.who;
    case App:
        return row.team.isEmpty() ? row.app : tr("%1 · %2", "application, team").arg(row.app, row.team);
    case Api:
        return row.api;
    case Plan:
        return planName(row.plan);
    case Reason:
        return QString(row.reason).replace(u'\n', u' ');
    case Usage:
        return usageText(row.app);
    case Age:
        return ageText(row.requested, QDateTime::currentDateTimeUtc());
    case State:
        return subscriptionStateLook(row.state).text;
    default:
        return {};
    }
}

QVariant SubscriptionModel::sortValue(const SubscriptionRow& row, int column) const {
    if (column == Usage)
        return m_book.usage().of(row.app).calls;
    if (column == Age) // the oldest is the largest age
        return -row.requested.toMSecsSinceEpoch();
    return textAt(row, column);
}

QVariant SubscriptionModel::roleAt(const SubscriptionRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole: {
        if (column != State)
            return {};
        const auto look = subscriptionStateLook(row.state);
        return m_theme.icon(look.icon, look.tone);
    }
    case Qt::ForegroundRole:
        return column == App || column == Usage ? QVariant(QBrush(m_theme.color(Theme::Tone::Secondary))) : QVariant();
    case Qt::ToolTipRole:
        // A text that another person wrote is never read as markup.
        if (column == Reason && !row.reason.isEmpty())
            return QVariant(QString(QStringLiteral("<qt>") + row.reason.toHtmlEscaped() + QStringLiteral("</qt>")));
        if (column == Age && row.requested.isValid())
            return m_locale.toString(row.requested.toLocalTime(), QLocale::LongFormat);
        return {};
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString SubscriptionModel::title(int column) const {
    switch (column) {
    case Who:
        return tr("Who");
    case App:
        return tr("Application");
    case Api:
        return tr("API");
    case Plan:
        return tr("Plan");
    case Reason:
        return tr("Reason");
    case Usage:
        return tr("Used in 30 days");
    case Age:
        return tr("Age");
    case State:
        return tr("State");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
