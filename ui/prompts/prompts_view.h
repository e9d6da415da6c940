// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <functional>

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTabWidget;

namespace gatehouse::ui {

class ChainsPage;
class NoticePanel;
class PromptEditor;
class PromptModel;
class TableView;
class VersionsPage;

// All prompts and chains, and the editor of one. open() takes a prompt's id, "new", "chain:triage" (only "chain:":
// their list), the body of a chat call as JSON (a prompt is made of it), or words to filter by.
class PromptsView : public View {
    Q_OBJECT

public:
    explicit PromptsView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void open(const QString& argument) override;
    QString state() const override;

private:
    void makeActions();
    void makeEditorActions();
    void makeChains();
    bool onChains() const;
    VersionsPage& openVersions();
    void showChainSelection();
    QAction* add(const char* name, const QString& text, const char* icon, std::function<void()> run);
    QWidget* makeMore();
    void publish();
    QWidget* makeList();
    QWidget* makeTop();
    QWidget* makeTable();
    void choose();
    void showSelection();
    void showEditor(const QString& id);
    void showList();
    QStringList selectedIds() const;
    QString current() const; // what a command is about: the open prompt, or the one that is selected
    void create(const QJsonObject& version, const QString& id);
    void duplicate();
    void remove();
    void removeNow(const QStringList& ids);
    void removeOne(const QString& id);

    Console& m_console;
    PromptBook m_book;
    PromptModel* m_model;
    PromptEditor* m_editor;
    QStackedWidget* m_pages;
    QTabWidget* m_halves;
    ChainsPage* m_chains = nullptr;
    QWidget* m_listPage = nullptr;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_new = nullptr;
    QAction* m_open = nullptr;
    QAction* m_duplicate = nullptr;
    QAction* m_delete = nullptr;
    QAction* m_save = nullptr;
    QAction* m_discard = nullptr;
    QAction* m_diff = nullptr;
    QAction* m_label = nullptr;
    QAction* m_revert = nullptr;
    QAction* m_tests = nullptr;
    QAction* m_send = nullptr;
    QAction* m_stop = nullptr;
    QAction* m_publish = nullptr;
    QAction* m_import = nullptr;
    QAction* m_export = nullptr;
    QString m_wanted; // a prompt to open once the list is read
};

} // namespace gatehouse::ui
