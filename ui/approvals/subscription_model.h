// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/approvals/approval_book.h"
#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QLocale>

namespace gatehouse::ui {

// Subscriptions of one state, or all, one a row. UI thread.
class SubscriptionModel : public LiveRows<SubscriptionRow> {
    Q_OBJECT

public:
    enum Column { Who, App, Api, Plan, Reason, Usage, Age, State, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1,
    };

    SubscriptionModel(const Theme& theme, const ApprovalBook& book, QObject* parent);

    void setState(const QString& state); // empty: all
    const QString& state() const { return m_state; }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex find(const QString& id) const;

private:
    void take();
    QString textAt(const SubscriptionRow& row, int column) const;
    QVariant sortValue(const SubscriptionRow& row, int column) const;
    QString planName(const QString& id) const;
    QString usageText(const QString& app) const;

    const Theme& m_theme;
    const ApprovalBook& m_book;
    QString m_state = QStringLiteral("pending");
    QLocale m_locale;
};

} // namespace gatehouse::ui
