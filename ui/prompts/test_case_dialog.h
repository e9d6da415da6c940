// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/widgets/form_dialog.h"

class QLineEdit;

namespace gatehouse::ui {

class CheckList;
class ValueFields;

// A test of a prompt: what it is given, and what is asked of the answer. The dialog is "testCaseDialog".
class TestCaseDialog : public FormDialog {
    Q_OBJECT

public:
    // test: as the prompt has it; empty: a new one. taken: ids of the others.
    TestCaseDialog(const Theme& theme, const QJsonObject& test, const QVector<PromptVariable>& variables,
                   const QStringList& taken, QWidget* parent);

Q_SIGNALS:
    // The dialog stays busy until succeeded() or failed().
    void saveWanted(const QJsonObject& test);

private:
    QJsonObject test() const;

    QJsonObject m_before;
    QString m_id;
    QLineEdit* m_name;
    ValueFields* m_values;
    CheckList* m_checks;
};

} // namespace gatehouse::ui
