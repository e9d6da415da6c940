// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/approvals/approval_book.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// Subscriptions of one state, or all, one a row. UI thread.
class SubscriptionModel : public TableRows<SubscriptionRow> {
    Q_OBJECT

public:
    enum Column { Who, App, Api, Plan, Reason, Usage, Age, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    SubscriptionModel(const Theme& theme, const ApprovalBook& book, QObject* parent);

    void setState(const QString& state); // empty: all
    const QString& state() const { return m_state; }
    QModelIndex find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Usage || column == Age; }
    QString textAt(const SubscriptionRow& row, int column) const override;
    QVariant sortValue(const SubscriptionRow& row, int column) const override;
    QVariant roleAt(const SubscriptionRow& row, int column, int role) const override;
    void take();
    QString planName(const QString& id) const;
    QString usageText(const QString& app) const;

    const Theme& m_theme;
    const ApprovalBook& m_book;
    QString m_state = QStringLiteral("pending");
    QLocale m_locale;
};

} // namespace gatehouse::ui
