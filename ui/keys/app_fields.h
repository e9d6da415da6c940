// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace gatehouse::ui {

class Form;

// What an application may do: the models that it may ask for, its budget and its rates, as fields of a form. Named as
// in the admin API ("models", "budget.usd", "limits.concurrent").
class AppFields {
public:
    explicit AppFields(Form& form);

    void show(const QJsonObject& app);
    // "app" with what stands in the fields.
    QJsonObject applyTo(QJsonObject app) const;
    void setVisible(bool visible);

private:
    QString modelsFault() const;
    QString budgetFault() const;

    Form& m_form;
    QLineEdit* m_models;
    QLineEdit* m_usd;
    QComboBox* m_period;
    QSpinBox* m_requests;
    QSpinBox* m_tokens;
    QSpinBox* m_concurrent;
};

// Splits at commas; nothing empty.
QStringList listOf(const QString& text);

} // namespace gatehouse::ui
