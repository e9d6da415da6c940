// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/target_list.h"
#include "ui/routes/trial_part.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr double wholeShare = 100;
constexpr double rounding = 0.005;

} // namespace

ExperimentPart::ExperimentPart(Form& form, TargetList& targets)
    : m_form(form), m_targets(targets), m_on(new QCheckBox(tr("Compare targets on fixed shares of the calls"))),
      m_sticky(new QComboBox), m_shares(new QWidget), m_layout(new QVBoxLayout(m_shares)) {
    m_sticky->addItem(tr("Same end user, same target"), QStringLiteral("user"));
    m_sticky->addItem(tr("Same key, same target"), QStringLiteral("key"));
    m_sticky->addItem(tr("Same session, same target"), QStringLiteral("session"));
    m_sticky->addItem(tr("Each call anew"), QStringLiteral("call"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_form.addField(QStringLiteral("experiment"), tr("Experiment"), m_on,
                    tr("Analytics compares them by model; feedback of clients counts too."));
    m_form.addField(QStringLiteral("experiment.sticky"), tr("Assigned by"), m_sticky);
    m_form.addField(QStringLiteral("experiment.shares"), tr("Shares"), m_shares,
                    tr("What they leave goes by the strategy."), [this] { return fault(); });
    QObject::connect(m_on, &QCheckBox::toggled, &m_form, [this] { showFitting(); });
    QObject::connect(&m_targets, &TargetList::edited, &m_form, [this] { offerTargets(); });
    QObject::connect(&m_targets, &TargetList::renamed, &m_form, [this] { offerTargets(); });
    offerTargets();
    showFitting();
}

// A box for each target, by place: what was entered stays when targets are renamed or added.
void ExperimentPart::offerTargets() {
    const auto names = m_targets.shownNames();
    while (m_boxes.size() > names.size()) {
        delete m_boxes.takeLast()->parentWidget();
    }
    while (m_boxes.size() < names.size()) {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(space::small);
        auto* box = makePercent("experimentShare", tr("Share of the calls"));
        auto* label = new QLabel;
        label->setTextFormat(Qt::PlainText);
        row->addWidget(box);
        row->addWidget(label, 1);
        m_layout->addWidget(line);
        m_boxes.append(box);
        QObject::connect(box, &QDoubleSpinBox::valueChanged, &m_form, &Form::edited);
    }
    for (int i = 0; i < m_boxes.size(); ++i) {
        m_boxes[i]->parentWidget()->findChild<QLabel*>()->setText(names[i]);
        m_boxes[i]->setAccessibleName(tr("Share of %1").arg(names[i]));
    }
}

void ExperimentPart::showFitting() {
    const bool on = m_on->isChecked();
    m_form.setFieldVisible(QStringLiteral("experiment.sticky"), on);
    m_form.setFieldVisible(QStringLiteral("experiment.shares"), on);
    double sum = 0;
    for (const auto* box : std::as_const(m_boxes))
        sum += box->value();
    if (on && sum == 0 && !m_boxes.isEmpty()) {
        for (auto* box : std::as_const(m_boxes))
            box->setValue(std::floor(wholeShare / static_cast<double>(m_boxes.size())));
        m_boxes.front()->setValue(wholeShare - std::floor(wholeShare / static_cast<double>(m_boxes.size())) *
                                                   static_cast<double>(m_boxes.size() - 1));
    }
    m_form.setFoldSummary(QStringLiteral("experiment"), summary());
}

QString ExperimentPart::fault() const {
    if (!m_on->isChecked())
        return {};
    double sum = 0;
    for (const auto* box : m_boxes)
        sum += box->value();
    if (sum <= 0)
        return tr("Give at least one target a share.");
    return sum > wholeShare + rounding
               ? tr("The shares make %1 % together; 100 % is all there is.").arg(QLocale().toString(sum, 'g', 6))
               : QString();
}

void ExperimentPart::show(const QJsonObject& route) {
    offerTargets();
    const auto experiment = route.value(QLatin1String("experiment")).toObject();
    if (!experiment.isEmpty()) {
        chooseValue(m_sticky, textOf(experiment, "sticky"));
        const auto names = m_targets.shownNames();
        const auto shares = experiment.value(QLatin1String("shares")).toArray();
        for (const auto& value : shares) {
            const auto index = names.indexOf(textOf(value.toObject(), "target"));
            if (index >= 0)
                m_boxes[index]->setValue(numberOf(value.toObject(), "percent"));
        }
    }
    m_on->setChecked(!experiment.isEmpty());
    showFitting();
}

void ExperimentPart::write(QJsonObject& route) const {
    if (!m_on->isChecked()) {
        route.remove(QLatin1String("experiment"));
        return;
    }
    auto experiment = route.value(QLatin1String("experiment")).toObject();
    experiment.insert(QLatin1String("sticky"), m_sticky->currentData().toString());
    QJsonArray shares;
    const auto names = m_targets.shownNames();
    for (int i = 0; i < m_boxes.size() && i < names.size(); ++i) {
        if (m_boxes[i]->value() > 0)
            shares.append(QJsonObject{{QStringLiteral("target"), m_targets.nameFor(names[i])},
                                      {QStringLiteral("percent"), percentValue(m_boxes[i])}});
    }
    experiment.insert(QLatin1String("shares"), shares);
    route.insert(QLatin1String("experiment"), experiment);
}

QString ExperimentPart::summary() const {
    if (!m_on->isChecked())
        return tr("Off");
    QStringList shares;
    const auto names = m_targets.shownNames();
    for (int i = 0; i < m_boxes.size() && i < names.size(); ++i) {
        if (m_boxes[i]->value() > 0)
            shares.append(tr("%1 %2", "name, share").arg(names[i], m_boxes[i]->text()));
    }
    return QLocale().createSeparatedList(shares);
}

} // namespace gatehouse::ui
