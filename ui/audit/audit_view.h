// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/audit/audit_model.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class ChangeCards;
class NoticePanel;
class Reverting;
class TableView;

// Who changed what, and when: what was before beside what is after, and the way back.
class AuditView : public View {
    Q_OBJECT

public:
    explicit AuditView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& words) override;
    QString state() const override;
    void setNarrow(bool narrow) override;

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeContent();
    void fillKinds();
    void filter();
    void choose();
    void showSelection();
    const AuditRow* selected() const;
    void openObject();

    Console& m_console;
    AuditModel* m_model;
    Reverting* m_reverting;
    TableView* m_table = nullptr;
    QLabel* m_title = nullptr;
    ChangeCards* m_cards = nullptr;
    QSplitter* m_splitter = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QComboBox* m_kinds = nullptr;
    QLabel* m_stale = nullptr;
    QPushButton* m_older = nullptr;
    QAction* m_back = nullptr;
    QAction* m_only = nullptr;
    QAction* m_object = nullptr;
};

} // namespace gatehouse::ui
