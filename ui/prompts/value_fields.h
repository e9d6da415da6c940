// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"

#include <QHash>
#include <QWidget>

class QFormLayout;
class QLabel;

namespace gatehouse::ui {

// A field for each of a prompt's variables, with its example as long as nobody wrote another value.
class ValueFields : public QWidget {
    Q_OBJECT

public:
    explicit ValueFields(QWidget* parent = nullptr);

    void setEmptyWords(const QString& words);                    // where there is nothing to fill in
    void setVariables(const QVector<PromptVariable>& variables); // what was written stays, by its name
    void setValues(const QJsonObject& values);
    QJsonObject values() const; // a text that does not fit its type is given as it is: the gateway says what is wrong
    void forget();

Q_SIGNALS:
    void edited();

private:
    struct Field {
        PromptVariable variable;
        QWidget* edit = nullptr;
    };
    QString textOf(const Field& field) const;
    QWidget* makeEdit(const PromptVariable& variable, const QString& text);

    QFormLayout* m_layout;
    QLabel* m_none;
    QVector<Field> m_fields;
    QHash<QString, QString> m_written;
};

} // namespace gatehouse::ui
