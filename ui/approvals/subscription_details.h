// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/approvals/approval_book.h"
#include "ui/theme/theme.h"

#include <QScrollArea>

class QLabel;

namespace gatehouse::ui {

class FactList;

// What a person decides by: who asks, why, what the plan allows, what the application used so far and what else it may
// call.
class SubscriptionDetails : public QScrollArea {
    Q_OBJECT

public:
    SubscriptionDetails(const Theme& theme, const ApprovalBook& book, QWidget* parent = nullptr);
    void show(const QString& id, int selected); // an empty id: none or several

private:
    void addRequest(const SubscriptionRow& row);
    void addPlan(const SubscriptionRow& row);
    void addApplicant(const SubscriptionRow& row);
    void addDecision(const SubscriptionRow& row);

    const ApprovalBook& m_book;
    QLabel* m_title;
    QLabel* m_reason;
    FactList* m_facts;
};

} // namespace gatehouse::ui
