// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/model_book.h"
#include "ui/routes/trial_part.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>

namespace gatehouse::ui {

ShadowPart::ShadowPart(Form& form, ModelBook& book)
    : m_form(form), m_on(new QCheckBox(tr("Send a copy of some calls elsewhere"))), m_provider(new QComboBox),
      m_model(new QLineEdit), m_percent(makePercent("shadowPercent", tr("Share of the calls"))),
      m_billed(new QCheckBox(tr("Counts against the caller's budget"))) {
    constexpr double usual = 10;
    m_percent->setValue(usual);
    auto* where = new QWidget;
    auto* row = new QHBoxLayout(where);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_provider->setObjectName(QStringLiteral("shadowProvider"));
    m_provider->setAccessibleName(tr("Provider of the copies"));
    m_model->setObjectName(QStringLiteral("shadowModel"));
    m_model->setAccessibleName(tr("Model of the copies"));
    m_model->setPlaceholderText(tr("Model"));
    row->addWidget(m_provider, 2);
    row->addWidget(m_model, 3);
    where->setFocusProxy(m_provider);
    m_provider->addItems(book.providers());
    QObject::connect(&book, &ModelBook::providersChanged, &m_form, [this, &book] {
        const auto chosen = m_provider->currentText();
        m_provider->clear();
        m_provider->addItems(book.providers());
        if (!chosen.isEmpty() && m_provider->findText(chosen) < 0)
            m_provider->addItem(chosen);
        m_provider->setCurrentText(chosen);
    });
    m_form.addField(QStringLiteral("shadow"), tr("Shadow"), m_on,
                    tr("Nobody waits for the copies or gets their answers; they stand in the log as such."));
    m_form.addField(QStringLiteral("shadow.target"), tr("Copies go to"), where, {}, [this] {
        return m_on->isChecked() && m_model->text().trimmed().isEmpty() ? tr("Say which model gets the copies.")
                                                                        : QString();
    });
    m_form.addField(QStringLiteral("shadow.percent"), tr("Share of the calls"), m_percent);
    m_form.addField(QStringLiteral("shadow.billed"), tr("Money"), m_billed);
    QObject::connect(m_on, &QCheckBox::toggled, &m_form, [this] { showFitting(); });
    showFitting();
}

void ShadowPart::showFitting() {
    for (const auto* name : {"shadow.target", "shadow.percent", "shadow.billed"})
        m_form.setFieldVisible(QLatin1String(name), m_on->isChecked());
    m_form.setFoldSummary(QStringLiteral("shadow"), summary());
}

void ShadowPart::show(const QJsonObject& route) {
    const auto shadow = route.value(QLatin1String("shadow")).toObject();
    m_on->setChecked(!shadow.isEmpty());
    if (!shadow.isEmpty()) {
        const auto provider = textOf(shadow, "provider");
        if (m_provider->findText(provider) < 0)
            m_provider->addItem(provider);
        m_provider->setCurrentText(provider);
        m_model->setText(textOf(shadow, "model"));
        m_percent->setValue(numberOf(shadow, "percent"));
        m_billed->setChecked(shadow.value(QLatin1String("billed")).toBool());
    }
    showFitting();
}

void ShadowPart::write(QJsonObject& route) const {
    if (!m_on->isChecked()) {
        route.remove(QLatin1String("shadow"));
        return;
    }
    auto shadow = route.value(QLatin1String("shadow")).toObject();
    shadow.insert(QLatin1String("provider"), m_provider->currentText());
    shadow.insert(QLatin1String("model"), m_model->text().trimmed());
    shadow.insert(QLatin1String("percent"), percentValue(m_percent));
    shadow.insert(QLatin1String("billed"), m_billed->isChecked());
    route.insert(QLatin1String("shadow"), shadow);
}

QString ShadowPart::summary() const {
    return m_on->isChecked() ? tr("A copy of %1 of the calls goes to %2/%3.")
                                   .arg(m_percent->text(), m_provider->currentText(), m_model->text().trimmed())
                             : tr("Off");
}

} // namespace gatehouse::ui
