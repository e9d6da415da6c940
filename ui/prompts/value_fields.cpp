// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/value_fields.h"

#include "ui/playground/growing_edit.h"
#include "ui/theme/tokens.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

namespace gatehouse::ui {
namespace {

constexpr int mostLines = 5;

} // namespace

ValueFields::ValueFields(QWidget* parent)
    : QWidget(parent), m_layout(new QFormLayout(this)),
      m_none(new QLabel(tr("The template names no variables yet: add them under Variables."))) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(space::medium);
    m_layout->setVerticalSpacing(space::small);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_none->setProperty("role", QStringLiteral("caption"));
    m_none->setWordWrap(true);
    m_layout->addRow(m_none);
}

QString ValueFields::textOf(const Field& field) const {
    if (const auto* line = qobject_cast<QLineEdit*>(field.edit))
        return line->text();
    return static_cast<const QPlainTextEdit*>(field.edit)->toPlainText();
}

QWidget* ValueFields::makeEdit(const PromptVariable& variable, const QString& text) {
    const auto written = [this, name = variable.name](const QString& now) {
        m_written.insert(name, now);
        Q_EMIT edited();
    };
    if (variable.secret) {
        auto* line = new QLineEdit(text);
        line->setEchoMode(QLineEdit::Password);
        connect(line, &QLineEdit::textChanged, this, written);
        return line;
    }
    auto* edit = new GrowingEdit(1, mostLines);
    edit->setPlainText(text);
    connect(edit, &QPlainTextEdit::textChanged, this, [edit, written] { written(edit->toPlainText()); });
    return edit;
}

void ValueFields::setEmptyWords(const QString& words) {
    m_none->setText(words);
}

void ValueFields::setVariables(const QVector<PromptVariable>& variables) {
    bool same = variables.size() == m_fields.size();
    for (qsizetype i = 0; same && i < variables.size(); ++i)
        same = variables[i] == m_fields[i].variable;
    if (same)
        return;
    while (m_layout->rowCount() > 1)
        m_layout->removeRow(1);
    m_fields.clear();
    for (const auto& variable : variables) {
        const auto text =
            m_written.contains(variable.name) ? m_written.value(variable.name) : valueAsText(sampleOf(variable));
        auto* edit = makeEdit(variable, text);
        edit->setObjectName(QString(QStringLiteral("value_") + variable.name));
        edit->setAccessibleName(variable.name);
        edit->setAccessibleDescription(variable.description);
        edit->setToolTip(variable.description.isEmpty()
                             ? QString()
                             : QStringLiteral("<p>%1</p>").arg(variable.description.toHtmlEscaped()));
        auto* label = new QLabel(variable.name);
        label->setTextFormat(Qt::PlainText);
        label->setProperty("data", true);
        label->setBuddy(edit);
        m_layout->addRow(label, edit);
        m_fields.append({variable, edit});
    }
    m_none->setVisible(m_fields.isEmpty());
}

void ValueFields::setValues(const QJsonObject& values) {
    m_written.clear();
    for (auto it = values.begin(); it != values.end(); ++it)
        m_written.insert(it.key(), valueAsText(it.value()));
    for (const auto& field : std::as_const(m_fields)) {
        const auto text = m_written.value(field.variable.name);
        if (auto* line = qobject_cast<QLineEdit*>(field.edit))
            line->setText(text);
        else
            static_cast<QPlainTextEdit*>(field.edit)->setPlainText(text);
    }
}

QJsonObject ValueFields::values() const {
    QJsonObject values;
    for (const auto& field : m_fields) {
        const auto text = textOf(field);
        if (text.isEmpty() && !field.variable.required)
            continue;
        const auto value = valueFromText(text, field.variable.type());
        values.insert(field.variable.name, value.isUndefined() ? QJsonValue(text) : value);
    }
    return values;
}

void ValueFields::forget() {
    m_written.clear();
    while (m_layout->rowCount() > 1)
        m_layout->removeRow(1);
    m_fields.clear();
    m_none->show();
}

} // namespace gatehouse::ui
