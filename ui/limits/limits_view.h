// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/limits/limit_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace gatehouse::ui {

class LimitModel;
class NoticePanel;
class TableView;

// How much may be asked for, by whom and from where, with bars that live.
class LimitsView : public View {
    Q_OBJECT

public:
    explicit LimitsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    // "team/research": selects what it has and opens its form; else words to filter by.
    void open(const QString& argument) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeTable();
    void choose();
    void showSelection();
    const LimitRow* selected() const; // null: none, or several
    void editLimits();
    void removeLimit();
    void removeNow(const LimitRow& row);
    void openWanted();

    Console& m_console;
    LimitBook m_book;
    LimitModel* m_model;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_set = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_remove = nullptr;
    QString m_wanted; // an object to open once it is read
};

} // namespace gatehouse::ui
