// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/chain_feed.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QJsonObject>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QTabWidget;
class QVBoxLayout;

namespace gatehouse::ui {

class ChainStepModel;
class JsonEdit;
class MappingList;
class NamedList;
class VariableModel;

// A version of a chain as it is written: as forms on one side, as its definition on the other. Either follows the
// other; what is wrong leads to its line.
class ChainWritePage : public QWidget {
    Q_OBJECT

public:
    ChainWritePage(const Theme& theme, ChainFeed& feed, QWidget* parent = nullptr);

    void put(const QJsonObject& content); // without a word of edited()
    const QJsonObject& content() const { return m_content; }
    QVector<PromptVariable> inputs() const;
    void setUses(const QHash<QString, QStringList>& uses) { m_uses = uses; } // what steps can call, by kind
    bool isWhole() const;                                                    // the text is JSON
    bool check(); // puts the focus on the text where it is no JSON; true: it is

Q_SIGNALS:
    void edited();

private:
    QWidget* makeSteps();
    QWidget* makeInputs();
    QWidget* makeAnswer();
    QWidget* makeLimits();
    QWidget* makeDefinition();
    QLineEdit* addLimit(class Form& form, const char* name, const QString& label, const QString& hint);
    void editStep(int row); // -1: a new one
    void moveStep(int by);
    void editInput(int row);
    void setPart(const char* name, const QJsonValue& value); // empty: it goes
    void takeLimits();
    void takeText();
    void showForms();
    void showText();
    void showFaults();
    void wasEdited();
    void goTo(const QString& field);
    QStringList places(const QString& but) const; // what there is to point to, but that step

    const Theme& m_theme;
    ChainFeed& m_feed;
    QJsonObject m_content;
    QHash<QString, QStringList> m_uses;
    ChainStepModel* m_steps;
    VariableModel* m_inputs;
    QTabWidget* m_tabs;
    NamedList* m_stepList = nullptr;
    QPushButton* m_up = nullptr;
    QPushButton* m_down = nullptr;
    MappingList* m_output = nullptr;
    QHash<QString, QLineEdit*> m_limits;
    JsonEdit* m_text = nullptr;
    QScrollArea* m_textArea = nullptr;
    QLabel* m_state = nullptr;
    QVBoxLayout* m_faults = nullptr;
    bool m_putting = false;
};

} // namespace gatehouse::ui
