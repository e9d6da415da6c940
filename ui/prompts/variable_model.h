// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/widgets/table_rows.h"

namespace gatehouse::ui {

// A prompt's variables, one a row. UI thread.
class VariableModel : public TableRows<PromptVariable> {
    Q_OBJECT

public:
    enum Column { Name, Type, Required, Default, Example, Description, ColumnCount };

    explicit VariableModel(QObject* parent) : TableRows(ColumnCount, parent) {}
    void put(QVector<PromptVariable> variables) { putRows(std::move(variables), &PromptVariable::name); }
    const QVector<PromptVariable>& variables() const { return m_rows; }

private:
    QString title(int column) const override;
    QString textAt(const PromptVariable& variable, int column) const override;
};

// "Text", "Whole number" …; of an unknown type the schema's own word.
QString variableTypeName(const QString& type);

} // namespace gatehouse::ui
