// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/prompts/test_run.h"
#include "ui/widgets/console.h"

#include <QWidget>
#include <functional>

class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QSplitter;

namespace gatehouse::ui {

class ChoiceMenu;
class ResultMatrix;
class TableView;

// A prompt's test set: its tests, runs of them against versions and models with what that costs, and how each came
// out.
class TestsPage : public QWidget {
    Q_OBJECT

public:
    // variables: those of what is being written.
    TestsPage(Console& console, std::function<QVector<PromptVariable>()> variables, QWidget* parent = nullptr);

    void show(const QJsonObject& prompt);
    void setModels(const QStringList& names);
    void run();
    bool canRun() const;

Q_SIGNALS:
    void stateChanged();

private:
    QWidget* makeBar();
    QWidget* makeTable();
    void edit(int row); // -1: a new one
    void remove();
    void saveTests(const QJsonArray& tests, const QString& title, std::function<void(const Reply&)> done);
    QList<int> versions() const;
    QStringList models() const;
    void choiceMade();
    void showState();
    void showOutcome();
    int selectedRow() const;

    Console& m_console;
    std::function<QVector<PromptVariable>()> m_draftVariables;
    TestRunner m_runner;
    ResultMatrix* m_matrix;
    QJsonObject m_prompt;
    TableView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_remove = nullptr;
    ChoiceMenu* m_versions = nullptr;
    ChoiceMenu* m_models = nullptr;
    QLabel* m_estimate = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_outcomeTitle = nullptr;
    QPlainTextEdit* m_outcome = nullptr;
};

} // namespace gatehouse::ui
