// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/target_list.h"
#include "ui/routes/trial_part.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace gatehouse::ui {
namespace {

constexpr double usualShare = 5;
constexpr double usualStep = 10;
constexpr double wholeShare = 100;
constexpr int usualCalls = 50;

QWidget* lineOf(const QList<QWidget*>& widgets) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    for (auto* widget : widgets)
        row->addWidget(widget);
    row->addStretch(1);
    line->setFocusProxy(widgets.front());
    return line;
}

QCheckBox* makeCheck(const char* name, const QString& says) {
    auto* box = new QCheckBox(says);
    box->setObjectName(QLatin1String(name));
    return box;
}

} // namespace

CanaryPart::CanaryPart(Form& form, TargetList& targets)
    : m_form(form), m_targets(targets), m_on(new QCheckBox(tr("Send a share of the calls to one target first"))),
      m_target(new QComboBox), m_percent(makePercent("canaryPercent", tr("Share of the calls"))),
      m_sticky(new QComboBox), m_steps(makeCheck("canarySteps", tr("Raise it by"))),
      m_step(makePercent("canaryStep", tr("Each step"))),
      m_every(makeDuration("canaryEvery", tr("Time between steps"), QStringLiteral("1h"))),
      m_upTo(makePercent("canaryUpTo", tr("Greatest share"))), m_errors(makeCheck("canaryErrors", tr("errors above"))),
      m_errorRate(makePercent("canaryErrorRate", tr("Share of errors"))),
      m_slow(makeCheck("canarySlow", tr("first token later than"))),
      m_latency(makeDuration("canaryLatency", tr("Time to the first token"), QStringLiteral("2s"))),
      m_bad(makeCheck("canaryBad", tr("feedback below"))), m_feedback(new QDoubleSpinBox),
      m_calls(makeCount("canaryCalls", tr("Calls before it is judged"), 1, 1'000'000)) {
    m_percent->setValue(usualShare);
    m_step->setValue(usualStep);
    m_upTo->setValue(wholeShare);
    m_errorRate->setValue(usualShare);
    m_every->setText(QStringLiteral("1h"));
    m_latency->setText(QStringLiteral("2s"));
    m_calls->setValue(usualCalls);
    m_feedback->setObjectName(QStringLiteral("canaryFeedback"));
    m_feedback->setAccessibleName(tr("Mean of the feedback, from 0 to 1"));
    m_feedback->setRange(0, 1);
    m_feedback->setDecimals(2);
    m_feedback->setSingleStep(0.1);
    m_feedback->setValue(0.5);
    m_sticky->addItem(tr("Same key, same target"), QStringLiteral("key"));
    m_sticky->addItem(tr("Same end user, same target"), QStringLiteral("user"));
    m_sticky->addItem(tr("Same session, same target"), QStringLiteral("session"));
    m_sticky->addItem(tr("Each call anew"), QStringLiteral("call"));
    m_form.addField(QStringLiteral("canary"), tr("Canary"), m_on,
                    tr("The others serve the rest. It can be paused, promoted and rolled back while it runs."));
    m_form.addField(QStringLiteral("canary.target"), tr("Target on trial"), m_target, {}, [this] {
        return m_on->isChecked() && m_target->count() < 2 ? tr("A canary needs at least two targets.") : QString();
    });
    m_form.addField(QStringLiteral("canary.percent"), tr("Share of the calls"), m_percent);
    m_form.addField(QStringLiteral("canary.sticky"), tr("Assigned by"), m_sticky);
    m_form.addField(QStringLiteral("canary.step"), tr("Step up"),
                    lineOf({m_steps, m_step, new QLabel(tr("every")), m_every, new QLabel(tr("up to")), m_upTo}),
                    tr("Goes up by itself while nothing speaks against it."),
                    [this] { return m_steps->isChecked() ? durationFault(m_every, true) : QString(); });
    m_form.addField(QStringLiteral("canary.roll_back"), tr("Roll back at"),
                    lineOf({m_errors, m_errorRate, m_slow, m_latency}), {},
                    [this] { return m_slow->isChecked() ? durationFault(m_latency, true) : QString(); });
    m_form.addField(QStringLiteral("canary.roll_back.feedback"), QString(), lineOf({m_bad, m_feedback}));
    m_form.addField(QStringLiteral("canary.roll_back.calls"), tr("Judged after"), m_calls,
                    tr("So many of its calls. The share goes to 0 when it is rolled back; nothing is lost."));
    for (auto* box : {m_on, m_steps, m_errors, m_slow, m_bad})
        QObject::connect(box, &QCheckBox::toggled, &m_form, [this] { showFitting(); });
    QObject::connect(&m_targets, &TargetList::edited, &m_form, [this] { offerTargets(); });
    QObject::connect(&m_targets, &TargetList::renamed, &m_form, [this](const QString& before, const QString& after) {
        const bool chosen = m_target->currentText() == before;
        offerTargets();
        if (chosen)
            m_target->setCurrentIndex(m_target->findText(after));
    });
    QObject::connect(m_target, &QComboBox::activated, &m_form, [this] {
        const auto name = m_targets.nameFor(m_target->currentText());
        offerTargets();
        m_target->setCurrentText(name);
    });
    offerTargets();
    showFitting();
}

void CanaryPart::offerTargets() {
    const auto chosen = m_target->currentText();
    const QSignalBlocker quiet(m_target);
    m_target->clear();
    m_target->addItems(m_targets.shownNames());
    const int index = m_target->findText(chosen);
    m_target->setCurrentIndex(index >= 0 ? index : m_target->count() - 1);
}

void CanaryPart::showFitting() {
    const bool on = m_on->isChecked();
    for (const auto* name : {"canary.target", "canary.percent", "canary.sticky"})
        m_form.setFieldVisible(QLatin1String(name), on);
    m_form.setFieldVisible(QStringLiteral("canary.step"), on && routeHas("canary.step"));
    const bool judged = on && routeHas("canary.roll_back");
    m_form.setFieldVisible(QStringLiteral("canary.roll_back"), judged);
    m_form.setFieldVisible(QStringLiteral("canary.roll_back.feedback"), judged);
    m_form.setFieldVisible(QStringLiteral("canary.roll_back.calls"), judged);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_step), static_cast<QWidget*>(m_every), static_cast<QWidget*>(m_upTo)})
        widget->setEnabled(m_steps->isChecked());
    m_errorRate->setEnabled(m_errors->isChecked());
    m_latency->setEnabled(m_slow->isChecked());
    m_feedback->setEnabled(m_bad->isChecked());
    m_calls->setEnabled(m_errors->isChecked() || m_slow->isChecked() || m_bad->isChecked());
    m_form.setFoldSummary(QStringLiteral("canary"), summary());
}

void CanaryPart::show(const QJsonObject& route) {
    offerTargets();
    const auto canary = route.value(QLatin1String("canary")).toObject();
    m_on->setChecked(!canary.isEmpty());
    if (!canary.isEmpty()) {
        m_target->setCurrentIndex(m_target->findText(textOf(canary, "target")));
        m_percent->setValue(numberOf(canary, "percent"));
        chooseValue(m_sticky, textOf(canary, "sticky"));
        const auto step = canary.value(QLatin1String("step")).toObject();
        m_steps->setChecked(!step.isEmpty());
        if (!step.isEmpty()) {
            m_step->setValue(numberOf(step, "percent"));
            m_every->setText(textOf(step, "every"));
            m_upTo->setValue(numberOf(step, "up_to", wholeShare));
        }
        const auto back = canary.value(QLatin1String("roll_back")).toObject();
        m_errors->setChecked(back.contains(QLatin1String("error_rate")));
        m_slow->setChecked(back.contains(QLatin1String("latency")));
        m_bad->setChecked(back.contains(QLatin1String("feedback")));
        if (m_errors->isChecked())
            m_errorRate->setValue(numberOf(back, "error_rate"));
        if (m_slow->isChecked())
            m_latency->setText(textOf(back, "latency"));
        if (m_bad->isChecked())
            m_feedback->setValue(numberOf(back, "feedback"));
        m_calls->setValue(static_cast<int>(numberOf(back, "calls", usualCalls)));
    }
    showFitting();
}

void CanaryPart::write(QJsonObject& route) const {
    if (!m_on->isChecked()) {
        route.remove(QLatin1String("canary"));
        return;
    }
    auto canary = route.value(QLatin1String("canary")).toObject();
    canary.insert(QLatin1String("target"), m_targets.nameFor(m_target->currentText()));
    canary.insert(QLatin1String("percent"), percentValue(m_percent));
    canary.insert(QLatin1String("sticky"), m_sticky->currentData().toString());
    if (m_steps->isChecked()) {
        auto step = canary.value(QLatin1String("step")).toObject();
        step.insert(QLatin1String("percent"), percentValue(m_step));
        step.insert(QLatin1String("every"), m_every->text().trimmed());
        step.insert(QLatin1String("up_to"), percentValue(m_upTo));
        canary.insert(QLatin1String("step"), step);
    } else {
        canary.remove(QLatin1String("step"));
    }
    auto back = canary.value(QLatin1String("roll_back")).toObject();
    const auto put = [&back](const char* name, const QCheckBox* on, const QString& value) {
        if (on->isChecked())
            back.insert(QLatin1String(name), value);
        else
            back.remove(QLatin1String(name));
    };
    put("error_rate", m_errors, percentValue(m_errorRate));
    put("latency", m_slow, m_latency->text().trimmed());
    put("feedback", m_bad, QString::number(m_feedback->value(), 'g', 4));
    // Not whether the field can be edited: nothing can while the form is being saved.
    if (m_errors->isChecked() || m_slow->isChecked() || m_bad->isChecked()) {
        back.insert(QLatin1String("calls"), m_calls->value());
        canary.insert(QLatin1String("roll_back"), back);
    } else {
        canary.remove(QLatin1String("roll_back"));
    }
    route.insert(QLatin1String("canary"), canary);
}

QString CanaryPart::summary() const {
    return m_on->isChecked() ? tr("%1 of the calls go to %2.").arg(m_percent->text(), m_target->currentText())
                             : tr("Off");
}

} // namespace gatehouse::ui
