// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui {

class CallModel;
class CallTable;
class FilterEdit;
class Inspector;
class NoticePanel;

// Live and past calls, filtered by the log's grammar, with one of them in full beside the table.
class LogView : public View {
    Q_OBJECT

public:
    explicit LogView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& filter) override;

private:
    QWidget* makeTop();
    QWidget* makeBody();
    void choose();
    void follow();
    void showHeldBack();

    const Theme& m_theme;
    CallModel* m_model;
    FilterEdit* m_filter;
    QLabel* m_fault = nullptr;
    QPushButton* m_newCalls = nullptr;
    CallTable* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    Inspector* m_inspector = nullptr;
};

} // namespace gatehouse::ui
