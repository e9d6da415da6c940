// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/variable_dialog.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/json_edit.h"
#include "ui/prompts/variable_model.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

constexpr auto fieldRules = {"type", "enum", "maxLength", "minimum", "maximum"};

QString numberText(const QJsonObject& schema, const char* name) {
    return valueAsText(schema.value(QLatin1String(name)));
}

void takeNumber(QJsonObject& schema, const char* name, const QLineEdit* field) {
    const auto value = valueFromText(field->text().trimmed(), QStringLiteral("number"));
    if (field->isEnabled() && !value.isUndefined())
        schema.insert(QLatin1String(name), value);
}

QString numberFault(const QLineEdit* field, const char* type) {
    const auto text = field->text().trimmed();
    const bool right = text.isEmpty() || !valueFromText(text, QLatin1String(type)).isUndefined();
    return right ? QString() : VariableDialog::tr("Write a number, or nothing.");
}

} // namespace

VariableDialog::VariableDialog(const Theme& theme, const PromptVariable& variable, QStringList taken, QWidget* parent)
    : FormDialog(theme, variable.name.isEmpty() ? tr("Add a variable") : tr("Variable %1").arg(variable.name),
                 variable.name.isEmpty() ? tr("Add") : tr("Apply"), parent),
      m_theme(theme), m_taken(std::move(taken)), m_name(new QLineEdit), m_type(new QComboBox),
      m_choices(new GrowingEdit(2, 6)), m_longest(new QLineEdit), m_least(new QLineEdit), m_most(new QLineEdit),
      m_required(new QCheckBox(tr("A call must give it"))), m_preset(new QLineEdit), m_example(new QLineEdit),
      m_description(new QLineEdit), m_secret(new QCheckBox(tr("Hide its value in logs and records"))),
      m_more(new JsonEdit(theme, 3, 10)) {
    setObjectName(QStringLiteral("variableDialog"));
    makeFields(variable);
    fill(variable);
    showFields();
    connect(m_type, &QComboBox::currentIndexChanged, this, &VariableDialog::showFields);
    connect(m_more, &CodeEdit::edited, &form(), &Form::edited);
    setSave([this] {
        Q_EMIT chosen(this->variable());
        succeeded();
    });
}

void VariableDialog::makeFields(const PromptVariable&) {
    for (const auto* type : {"string", "integer", "number", "boolean", "array", "object", ""})
        m_type->addItem(variableTypeName(QLatin1String(type)), QLatin1String(type));
    form().addField(QStringLiteral("name"), tr("Name"), m_name, tr("It stands in the template as {{name}}."), [this] {
        static const QRegularExpression right(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,63}$"));
        const auto name = m_name->text().trimmed();
        if (!right.match(name).hasMatch())
            return tr("Begin with a letter; then letters, digits and _ only, 64 at most.");
        return m_taken.contains(name) ? tr("Another variable has this name.") : QString();
    });
    form().addField(QStringLiteral("type"), tr("Type"), m_type);
    form().addField(QStringLiteral("enum"), tr("Choices"), m_choices, tr("One a line; nothing: any text."));
    form().addField(QStringLiteral("maxLength"), tr("Longest"), m_longest, tr("In characters."),
                    [this] { return numberFault(m_longest, "integer"); });
    form().addField(QStringLiteral("minimum"), tr("Least"), m_least, {},
                    [this] { return numberFault(m_least, "number"); });
    form().addField(QStringLiteral("maximum"), tr("Most"), m_most, {},
                    [this] { return numberFault(m_most, "number"); });
    form().addField(QStringLiteral("required"), tr("Required"), m_required);
    form().addField(QStringLiteral("default"), tr("Default"), m_preset, tr("Where a call does not give it."),
                    [this] { return valueFault(m_preset); });
    form().addField(QStringLiteral("example"), tr("Example"), m_example, tr("For the preview and the documentation."),
                    [this] { return valueFault(m_example); });
    form().addField(QStringLiteral("description"), tr("Description"), m_description);
    form().addField(QStringLiteral("secret"), tr("Secret"), m_secret);
    form().addFold(QStringLiteral("more"), tr("More rules"));
    form().addField(QStringLiteral("schema"), tr("JSON Schema"), m_more, tr("Such as pattern, items or properties."),
                    [this] { return m_more->fault(); });
}

void VariableDialog::fill(const PromptVariable& variable) {
    m_name->setText(variable.name);
    if (m_type->findData(variable.type()) < 0)
        m_type->addItem(variableTypeName(variable.type()), variable.type());
    m_type->setCurrentIndex(m_type->findData(variable.type()));
    QStringList choices;
    for (const auto& choice : variable.schema.value(QLatin1String("enum")).toArray())
        choices.append(valueAsText(choice));
    m_choices->setPlainText(choices.join(u'\n'));
    m_longest->setText(numberText(variable.schema, "maxLength"));
    m_least->setText(numberText(variable.schema, "minimum"));
    m_most->setText(numberText(variable.schema, "maximum"));
    m_required->setChecked(variable.required);
    m_preset->setText(valueAsText(variable.preset));
    m_example->setText(valueAsText(variable.example));
    m_description->setText(variable.description);
    m_secret->setChecked(variable.secret);
    auto more = variable.schema;
    for (const auto* rule : fieldRules)
        more.remove(QLatin1String(rule));
    m_more->setObject(more);
    form().setFoldOpen(QStringLiteral("more"), !more.isEmpty());
}

QString VariableDialog::type() const {
    return m_type->currentData().toString();
}

void VariableDialog::showFields() {
    const bool text = type() == QLatin1String("string");
    const bool number = type() == QLatin1String("integer") || type() == QLatin1String("number");
    form().setFieldVisible(QStringLiteral("enum"), text);
    form().setFieldVisible(QStringLiteral("maxLength"), text);
    form().setFieldVisible(QStringLiteral("minimum"), number);
    form().setFieldVisible(QStringLiteral("maximum"), number);
}

QString VariableDialog::valueFault(const QLineEdit* field) const {
    const auto text = field->text();
    if (text.isEmpty() || !valueFromText(text, type()).isUndefined())
        return {};
    return type() == QLatin1String("boolean") ? tr("Write true or false.")
                                              : tr("Write a value of this type, as JSON: 3, [1, 2], {\"a\": 1}.");
}

PromptVariable VariableDialog::variable() const {
    PromptVariable variable;
    variable.name = m_name->text().trimmed();
    variable.schema = m_more->object();
    if (!type().isEmpty())
        variable.schema.insert(QStringLiteral("type"), type());
    if (type() == QLatin1String("string")) {
        const auto choices = m_choices->toPlainText().split(u'\n', Qt::SkipEmptyParts);
        if (!choices.isEmpty())
            variable.schema.insert(QStringLiteral("enum"), QJsonArray::fromStringList(choices));
        takeNumber(variable.schema, "maxLength", m_longest);
    }
    if (type() == QLatin1String("integer") || type() == QLatin1String("number")) {
        takeNumber(variable.schema, "minimum", m_least);
        takeNumber(variable.schema, "maximum", m_most);
    }
    if (!m_preset->text().isEmpty())
        variable.preset = valueFromText(m_preset->text(), type());
    if (!m_example->text().isEmpty())
        variable.example = valueFromText(m_example->text(), type());
    variable.description = m_description->text().trimmed();
    variable.secret = m_secret->isChecked();
    variable.required = m_required->isChecked();
    return variable;
}

} // namespace gatehouse::ui
