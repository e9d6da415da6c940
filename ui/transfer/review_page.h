// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transfer/import_document.h"
#include "ui/transfer/import_plan.h"
#include "ui/widgets/console.h"

#include <QStandardItemModel>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace gatehouse::ui {

class NoticePanel;
class TableView;

// What an import would change, object by object, and what of it could not be taken over.
class ReviewPage : public QWidget {
    Q_OBJECT

public:
    ReviewPage(Console& console, ImportPlan& plan, QWidget* parent = nullptr);
    void setNotes(const QVector<ImportNote>& notes);

Q_SIGNALS:
    void retry();

private:
    void show();
    void fillChanges();
    void fillNotes();

    Console& m_console;
    ImportPlan& m_plan;
    QVector<ImportNote> m_importNotes;
    QStandardItemModel m_rows;
    QLabel* m_sum;
    QLabel* m_fault;
    QStackedWidget* m_stack;
    TableView* m_table;
    NoticePanel* m_notice;
    QLabel* m_notesTitle;
    QPlainTextEdit* m_notes;
};

} // namespace gatehouse::ui
