// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/answer_panel.h"

#include "ui/playground/parameter_panel.h"
#include "ui/prompts/json_edit.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int mostRepairs = 3;

std::optional<double> decimal(const QJsonValue& value) {
    bool ok = value.isDouble();
    const double number = ok ? value.toDouble() : value.toString().toDouble(&ok);
    return ok ? std::optional<double>(number) : std::nullopt;
}

std::optional<qint64> whole(const QJsonValue& value) {
    return value.isDouble() ? std::optional<qint64>(value.toInteger()) : std::nullopt;
}

DraftParameters read(const QJsonObject& told) {
    DraftParameters set;
    set.temperature = decimal(told.value(QLatin1String("temperature")));
    set.topP = decimal(told.value(QLatin1String("top_p")));
    set.maxTokens = whole(told.value(QLatin1String("max_tokens")));
    set.seed = whole(told.value(QLatin1String("seed")));
    for (const auto& stop : told.value(QLatin1String("stop")).toArray())
        set.stop.append(stop.toString());
    set.reasoningEffort = told.value(QLatin1String("reasoning_effort")).toString();
    return set;
}

void write(QJsonObject& out, const char* name, const QJsonValue& value, bool set) {
    if (set)
        out.insert(QLatin1String(name), value);
    else
        out.remove(QLatin1String(name));
}

// A decimal stays as it was written where its value did not change: "0.20" is not an edit.
void writeDecimal(QJsonObject& out, const char* name, const std::optional<double>& value) {
    if (value && decimal(out.value(QLatin1String(name))) == value)
        return;
    write(out, name, value ? QJsonValue(decimalText(*value)) : QJsonValue(), value.has_value());
}

} // namespace

AnswerPanel::AnswerPanel(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_model(new QComboBox), m_parameters(new ParameterPanel), m_form(new Form),
      m_schema(new JsonEdit(theme, 6, 24)), m_repair(new QSpinBox) {
    m_model->setEditable(true);
    m_model->setInsertPolicy(QComboBox::NoInsert);
    m_model->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_model->setMinimumContentsLength(16);
    m_model->lineEdit()->setPlaceholderText(tr("A route, or provider/model"));
    m_model->completer()->setFilterMode(Qt::MatchContains);
    m_model->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_repair->setRange(0, mostRepairs);
    auto* head = new Form;
    head->addField(QStringLiteral("model"), tr("Model"), m_model, tr("Who answers, unless a call names another."));
    m_parameters->setForCalls(false);
    m_form->addSection(tr("Answer"));
    m_form->addField(QStringLiteral("response_schema"), tr("JSON Schema"), m_schema,
                     tr("The answer must be JSON that fits. Nothing: the answer is text."),
                     [this] { return m_schema->fault(); });
    m_form->addField(QStringLiteral("response_repair"), tr("Ask again"), m_repair,
                     tr("How often the model is asked again where its answer does not fit."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, space::medium, space::medium);
    layout->setSpacing(0);
    layout->addWidget(head);
    layout->addWidget(m_parameters);
    layout->addWidget(m_form);
    layout->addStretch();
    connect(m_model, &QComboBox::editTextChanged, this, &AnswerPanel::edited);
    connect(m_parameters, &ParameterPanel::edited, this, &AnswerPanel::edited);
    connect(m_schema, &CodeEdit::edited, this, &AnswerPanel::edited);
    connect(m_repair, &QSpinBox::valueChanged, this, &AnswerPanel::edited);
}

void AnswerPanel::setModels(const QStringList& names) {
    const QSignalBlocker quiet(m_model);
    const QString written = m_model->currentText();
    m_model->clear();
    m_model->addItems(names);
    m_model->setEditText(written);
}

void AnswerPanel::put(const PromptDraft& draft) {
    const QSignalBlocker quiet(this);
    m_model->setEditText(draft.model);
    m_kept = draft.parameters;
    m_parameters->setParameters(read(draft.parameters));
    m_schema->setObject(draft.schema);
    m_repair->setValue(draft.repair);
}

void AnswerPanel::take(PromptDraft& draft) const {
    const auto set = m_parameters->parameters();
    draft.model = m_model->currentText().trimmed();
    auto out = m_kept;
    writeDecimal(out, "temperature", set.temperature);
    writeDecimal(out, "top_p", set.topP);
    write(out, "max_tokens", set.maxTokens.value_or(0), set.maxTokens.has_value());
    write(out, "seed", set.seed.value_or(0), set.seed.has_value());
    write(out, "stop", QJsonArray::fromStringList(set.stop), !set.stop.isEmpty());
    write(out, "reasoning_effort", set.reasoningEffort, !set.reasoningEffort.isEmpty());
    draft.parameters = out;
    draft.schema = m_schema->object();
    draft.repair = m_repair->value();
}

bool AnswerPanel::check() {
    return m_parameters->check() && m_form->check();
}

} // namespace gatehouse::ui
