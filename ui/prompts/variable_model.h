// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/prompts/prompt_draft.h"

namespace gatehouse::ui {

// A prompt's variables, one a row. UI thread.
class VariableModel : public LiveRows<PromptVariable> {
    Q_OBJECT

public:
    enum Column { Name, Type, Required, Default, Example, Description, ColumnCount };

    explicit VariableModel(QObject* parent) : LiveRows(ColumnCount, parent) {}
    void put(QVector<PromptVariable> variables) { putRows(std::move(variables), &PromptVariable::name); }
    const QVector<PromptVariable>& variables() const { return m_rows; }

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

// "Text", "Whole number" …; of an unknown type the schema's own word.
QString variableTypeName(const QString& type);

} // namespace gatehouse::ui
