// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui {

class JsonEdit;

// A variable as a form: the rules that are asked for most have fields, all others stand in the JSON Schema below. The
// dialog is "variableDialog".
class VariableDialog : public FormDialog {
    Q_OBJECT

public:
    // taken: names that another variable has.
    VariableDialog(const Theme& theme, const PromptVariable& variable, QStringList taken, QWidget* parent);

Q_SIGNALS:
    void chosen(const gatehouse::ui::PromptVariable& variable);

private:
    void makeFields(const PromptVariable& variable);
    void fill(const PromptVariable& variable);
    void showFields();
    QString type() const;
    QString valueFault(const QLineEdit* field) const;
    PromptVariable variable() const;

    const Theme& m_theme;
    QStringList m_taken;
    QLineEdit* m_name;
    QComboBox* m_type;
    QPlainTextEdit* m_choices;
    QLineEdit* m_longest;
    QLineEdit* m_least;
    QLineEdit* m_most;
    QCheckBox* m_required;
    QLineEdit* m_preset;
    QLineEdit* m_example;
    QLineEdit* m_description;
    QCheckBox* m_secret;
    JsonEdit* m_more;
};

} // namespace gatehouse::ui
