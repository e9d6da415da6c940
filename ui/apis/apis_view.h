// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/apis/lifecycle_dialog.h"
#include "ui/apis/publish_dialog.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class ApiDetails;
class ApiModel;
class NoticePanel;
class TableView;

// What this gateway offers as APIs: a row for each version, the versions of the chosen one side by side, and the steps
// of its life: designed, in review, published, deprecated, retired.
class ApisView : public View {
    Q_OBJECT

public:
    explicit ApisView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    // "mood", "mood/2", "new", "publish_prompt:sentiment@3", "publish_chain:triage@2", or words to filter by
    void open(const QString& argument) override;
    QString state() const override;
    void setNarrow(bool narrow) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    void makeLifeActions();
    QWidget* makeTop();
    QWidget* makeContent();
    void choose();
    void showSelection();
    const ApiRow* selected() const; // null: none, or several
    void publish(const PublishStart& start);
    void editVersion();
    void addVersion();
    void step(LifeStep step);
    void removeVersion();
    void copyCommand();
    void exportDocument();
    void saveDocument(const ApiRow& row, const QString& file);

    Console& m_console;
    ApiBook m_book;
    ApiModel* m_model;
    TableView* m_table = nullptr;
    ApiDetails* m_details = nullptr;
    QSplitter* m_splitter = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_publish = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_add = nullptr;
    QAction* m_delete = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_document = nullptr;
    QAction* m_import = nullptr;
    QAction* m_plans = nullptr;
    QAction* m_webhooks = nullptr;
    QAction* m_calls = nullptr;
    QList<QAction*> m_steps; // in the order of LifeStep
    QString m_wanted;        // a row to select once it is read
};

} // namespace gatehouse::ui
