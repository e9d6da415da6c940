// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_words.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;

namespace gatehouse::ui {

// A label gets another version, or goes. The dialog is "moveLabelDialog".
class MoveLabelDialog : public FormDialog {
    Q_OBJECT

public:
    MoveLabelDialog(const Theme& theme, const QVector<PromptLabel>& labels, int newest, int version, QWidget* parent);

Q_SIGNALS:
    // version 0: the label goes. The dialog stays busy until succeeded() or failed().
    void moveWanted(const QString& label, int version);

private:
    void showWhere();

    QVector<PromptLabel> m_labels;
    QComboBox* m_label;
    QComboBox* m_version;
};

} // namespace gatehouse::ui
