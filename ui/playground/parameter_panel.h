// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/playground/chat_draft.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui {

class Form;

// What a call may set beside its messages. A field that is left empty is not sent.
class ParameterPanel : public QWidget {
    Q_OBJECT

public:
    explicit ParameterPanel(QWidget* parent = nullptr);

    bool check(); // shows what is wrong; true: nothing is
    DraftParameters parameters() const;
    void setParameters(const DraftParameters& set);
    // False: it describes calls that others will make, who say themselves whether they want a stream.
    void setForCalls(bool own);

Q_SIGNALS:
    void edited();

private:
    Form* m_form;
    QCheckBox* m_stream;
    QLineEdit* m_temperature;
    QLineEdit* m_topP;
    QLineEdit* m_maxTokens;
    QLineEdit* m_seed;
    QPlainTextEdit* m_stop;
    QComboBox* m_effort;
};

} // namespace gatehouse::ui
