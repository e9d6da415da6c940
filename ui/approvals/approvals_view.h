// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/approvals/approval_book.h"
#include "ui/approvals/reason_dialog.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class NoticePanel;
class SubscriptionDetails;
class SubscriptionModel;
class TableView;

// The inbox of subscriptions: who asks for which API, and why; approved or rejected one by one or together. Other
// states stand under a filter.
class ApprovalsView : public View {
    Q_OBJECT

public:
    explicit ApprovalsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& argument) override; // a subscription's id, or words to filter by
    void setNarrow(bool narrow) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QAction* addDecision(const char* name, const QString& text, const char* icon, const QString& action);
    QWidget* makeTop();
    QWidget* makeTable();
    void fillStates();
    void choose();
    void showSelection();
    void select(const QString& id);
    QVector<const SubscriptionRow*> selected() const;
    void decide(const QString& action);
    void decideAtOnce(const Decision& decision);
    void askReason(const Decision& decision);
    void tellDone(const QString& action, int count);
    QString whomText(const Decision& decision) const;

    Console& m_console;
    ApprovalBook m_book;
    SubscriptionModel* m_model;
    TableView* m_table = nullptr;
    SubscriptionDetails* m_details = nullptr;
    QSplitter* m_splitter = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QComboBox* m_states = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_approve = nullptr;
    QAction* m_reject = nullptr;
    QAction* m_suspend = nullptr;
    QAction* m_resume = nullptr;
    QAction* m_cancel = nullptr;
    QAction* m_calls = nullptr;
    QAction* m_api = nullptr;
    QString m_wanted; // a row to select once it is read
};

} // namespace gatehouse::ui
