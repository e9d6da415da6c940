// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QComboBox;
class QSpinBox;

namespace gatehouse::ui {

class Form;
class JsonEdit;
class ParameterPanel;

// What a prompt asks of whom: the model or route, its parameters, and the form of its answer.
class AnswerPanel : public QWidget {
    Q_OBJECT

public:
    explicit AnswerPanel(const Theme& theme, QWidget* parent = nullptr);

    void setModels(const QStringList& names); // to choose from; any other may be written
    void put(const PromptDraft& draft);
    void take(PromptDraft& draft) const; // model, parameters, schema and repair of it
    bool check();                        // shows what is wrong; true: nothing is

Q_SIGNALS:
    void edited();

private:
    QComboBox* m_model;
    ParameterPanel* m_parameters;
    Form* m_form;
    JsonEdit* m_schema;
    QSpinBox* m_repair;
    QJsonObject m_kept; // parameters that have no field here
};

} // namespace gatehouse::ui
