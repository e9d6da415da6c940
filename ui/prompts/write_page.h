// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/preview_feed.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QScrollArea;
class QSplitter;
class QTabWidget;

namespace gatehouse::ui {

class AnswerPanel;
class NamedList;
class PartialModel;
class PreviewPanel;
class PromptMessages;
class ValueFields;
class VariableModel;

// A version of a prompt as it is written: messages, variables, partials, model and answer on one side, what becomes of
// it on the other.
class WritePage : public QWidget {
    Q_OBJECT

public:
    WritePage(const Theme& theme, PreviewFeed& feed, QWidget* parent = nullptr);

    void put(const PromptDraft& draft); // without a word of edited()
    PromptDraft draft() const;
    void setModels(const QStringList& names);
    bool check(); // shows what is wrong; true: nothing is
    ValueFields& values();

Q_SIGNALS:
    void edited();
    void valuesEdited();

private:
    QWidget* makeVariables();
    QWidget* makePartials();
    void editVariable(int row); // -1: a new one
    void editPartial(int row);
    void wasEdited();
    void showNames();
    void showPreview();
    void takeFaults();

    const Theme& m_theme;
    PreviewFeed& m_feed;
    QSplitter* m_splitter;
    QTabWidget* m_tabs;
    PromptMessages* m_messages;
    QScrollArea* m_messageArea = nullptr;
    VariableModel* m_variables;
    PartialModel* m_partials;
    NamedList* m_variableList = nullptr;
    NamedList* m_partialList = nullptr;
    AnswerPanel* m_answer;
    PreviewPanel* m_preview;
    bool m_putting = false;
};

} // namespace gatehouse::ui
