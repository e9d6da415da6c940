// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/parameter_panel.h"

#include "ui/playground/growing_edit.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostStops = 4; // what OpenAI takes
constexpr qint64 mostTokens = 10'000'000;

// As people of this locale write it, or as programs do.
std::optional<double> numberIn(const QString& text) {
    bool ok = false;
    double value = text.toDouble(&ok);
    if (!ok)
        value = QLocale().toDouble(text, &ok);
    return ok ? std::optional<double>(value) : std::nullopt;
}

std::optional<qint64> wholeIn(const QString& text) {
    bool ok = false;
    qint64 value = text.toLongLong(&ok);
    if (!ok)
        value = QLocale().toLongLong(text, &ok);
    return ok ? std::optional<qint64>(value) : std::nullopt;
}

QString trimmed(const QLineEdit* field) {
    return field->text().trimmed();
}

QStringList linesOf(const QPlainTextEdit* field) {
    return field->toPlainText().split(u'\n', Qt::SkipEmptyParts);
}

QString textOf(const std::optional<double>& value) {
    return value ? QLocale::c().toString(*value, 'g', 6) : QString();
}

QString textOf(const std::optional<qint64>& value) {
    return value ? QString::number(*value) : QString();
}

} // namespace

ParameterPanel::ParameterPanel(QWidget* parent)
    : QWidget(parent), m_form(new Form), m_stream(new QCheckBox(tr("Show the answer as it comes"))),
      m_temperature(new QLineEdit), m_topP(new QLineEdit), m_maxTokens(new QLineEdit), m_seed(new QLineEdit),
      m_stop(new GrowingEdit(2, 4)), m_effort(new QComboBox) {
    const auto between = [](const QLineEdit* field, double most) {
        return [field, most] {
            const auto value = numberIn(trimmed(field));
            const bool right = trimmed(field).isEmpty() || (value && *value >= 0 && *value <= most);
            return right ? QString() : tr("Write a number from 0 to %1, or nothing.").arg(QLocale().toString(most));
        };
    };
    const QString unset = tr("Not sent");
    for (auto* field : {m_temperature, m_topP, m_maxTokens, m_seed})
        field->setPlaceholderText(unset);
    m_stop->setPlaceholderText(unset);
    m_stream->setChecked(true);
    m_effort->addItem(unset, QString());
    for (const auto* level : {"minimal", "low", "medium", "high"})
        m_effort->addItem(QLatin1String(level), QLatin1String(level));
    m_form->addField(QStringLiteral("stream"), tr("Streaming"), m_stream);
    m_form->addField(QStringLiteral("temperature"), tr("Temperature"), m_temperature, tr("0 repeats, 2 is wild."),
                     between(m_temperature, 2));
    m_form->addField(QStringLiteral("top_p"), tr("Top p"), m_topP, {}, between(m_topP, 1));
    m_form->addField(QStringLiteral("max_tokens"), tr("Most tokens"), m_maxTokens, tr("Of the answer."), [this] {
        const auto value = wholeIn(trimmed(m_maxTokens));
        const bool right = trimmed(m_maxTokens).isEmpty() || (value && *value >= 1 && *value <= mostTokens);
        return right ? QString() : tr("Write a whole number above 0, or nothing.");
    });
    m_form->addField(QStringLiteral("seed"), tr("Seed"), m_seed, tr("The same seed asks for the same answer."), [this] {
        return trimmed(m_seed).isEmpty() || wholeIn(trimmed(m_seed)) ? QString()
                                                                     : tr("Write a whole number, or nothing.");
    });
    m_form->addField(QStringLiteral("stop"), tr("Stop at"), m_stop, tr("One text a line."), [this] {
        return linesOf(m_stop).size() <= mostStops ? QString()
                                                   : tr("At most %n lines.", nullptr, static_cast<int>(mostStops));
    });
    m_form->addField(QStringLiteral("reasoning_effort"), tr("Reasoning"), m_effort,
                     tr("How long a model that reasons may think."));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, space::medium, space::medium);
    layout->addWidget(m_form);
    layout->addStretch();
    connect(m_form, &Form::edited, this, &ParameterPanel::edited);
}

bool ParameterPanel::check() {
    return m_form->check();
}

DraftParameters ParameterPanel::parameters() const {
    DraftParameters set;
    set.stream = m_stream->isChecked();
    set.temperature = numberIn(trimmed(m_temperature));
    set.topP = numberIn(trimmed(m_topP));
    set.maxTokens = wholeIn(trimmed(m_maxTokens));
    set.seed = wholeIn(trimmed(m_seed));
    set.stop = linesOf(m_stop);
    set.reasoningEffort = m_effort->currentData().toString();
    return set;
}

void ParameterPanel::setParameters(const DraftParameters& set) {
    m_stream->setChecked(set.stream);
    m_temperature->setText(textOf(set.temperature));
    m_topP->setText(textOf(set.topP));
    m_maxTokens->setText(textOf(set.maxTokens));
    m_seed->setText(textOf(set.seed));
    m_stop->setPlainText(set.stop.join(u'\n'));
    if (m_effort->findData(set.reasoningEffort) < 0)
        m_effort->addItem(set.reasoningEffort, set.reasoningEffort);
    m_effort->setCurrentIndex(m_effort->findData(set.reasoningEffort));
    Q_EMIT edited();
}

void ParameterPanel::setForCalls(bool own) {
    m_form->setFieldVisible(QStringLiteral("stream"), own);
}

} // namespace gatehouse::ui
