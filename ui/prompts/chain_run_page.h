// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/chain_feed.h"
#include "ui/prompts/chain_run.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/widgets/console.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

class ChainOutcomeModel;
class TableView;
class ValueFields;

// Tries a chain as it is written: values in, and how each step went.
class ChainRunPage : public QWidget {
    Q_OBJECT

public:
    ChainRunPage(Console& console, ChainFeed& feed, QWidget* parent = nullptr);

    void setChain(const QString& id); // forgets what was shown
    void setDraft(const QJsonObject& draft, const QVector<PromptVariable>& inputs);
    QJsonObject values() const;
    bool canRun() const;
    bool isBusy() const { return m_runner.isRunning(); }
    void run();
    void stop() { m_runner.stop(); }

Q_SIGNALS:
    void valuesEdited();
    void stateChanged();
    void logWanted(const QString& requestId);

private:
    QWidget* makeValues();
    QWidget* makeOutcome();
    void showState();
    void showStep();
    QJsonObject step() const; // the selected one

    Console& m_console;
    ChainFeed& m_feed;
    ChainRunner m_runner;
    ChainOutcomeModel* m_model;
    QString m_chain;
    QJsonObject m_draft;
    ValueFields* m_values;
    QPushButton* m_run = nullptr;
    QPushButton* m_stop = nullptr;
    QPushButton* m_log = nullptr;
    QLabel* m_state = nullptr;
    TableView* m_table = nullptr;
    QLabel* m_title = nullptr;
    QPlainTextEdit* m_text = nullptr;
};

} // namespace gatehouse::ui
