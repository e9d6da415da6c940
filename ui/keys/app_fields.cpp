// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/app_fields.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <array>
#include <limits>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Keys)
};

constexpr std::array fields{"models", "budget", "limits.requests_per_minute", "limits.tokens_per_minute",
                            "limits.concurrent"};

QSpinBox* makeLimit() {
    auto* box = new QSpinBox;
    box->setRange(0, std::numeric_limits<int>::max());
    box->setGroupSeparatorShown(true);
    box->setSpecialValueText(Words::tr("No limit"));
    box->setAlignment(Qt::AlignLeft);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

} // namespace

QStringList listOf(const QString& text) {
    QStringList list;
    for (const auto& part : text.split(u',')) {
        if (const auto name = part.trimmed(); !name.isEmpty() && !list.contains(name))
            list.append(name);
    }
    return list;
}

AppFields::AppFields(Form& form)
    : m_form(form), m_models(new QLineEdit(QStringLiteral("*"))), m_usd(new QLineEdit), m_period(new QComboBox),
      m_requests(makeLimit()), m_tokens(makeLimit()), m_concurrent(makeLimit()) {
    m_form.addField(QStringLiteral("models"), Words::tr("Models"), m_models,
                    Words::tr("Names parted by commas. * allows all, gpt-* all that begin so."),
                    [this] { return modelsFault(); });
    auto* budget = new QWidget;
    auto* row = new QHBoxLayout(budget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_usd->setPlaceholderText(Words::tr("No budget"));
    m_usd->setAccessibleName(Words::tr("Budget in dollars"));
    m_usd->setObjectName(QStringLiteral("budgetDollars"));
    m_period->setAccessibleName(Words::tr("Period of the budget"));
    m_period->setObjectName(QStringLiteral("budgetPeriod"));
    m_period->addItem(Words::tr("dollars a month"), QStringLiteral("month"));
    m_period->addItem(Words::tr("dollars a week"), QStringLiteral("week"));
    m_period->addItem(Words::tr("dollars a day"), QStringLiteral("day"));
    m_period->addItem(Words::tr("dollars in all"), QStringLiteral("total"));
    row->addWidget(m_usd, 1);
    row->addWidget(m_period);
    budget->setFocusProxy(m_usd);
    m_form.addField(QStringLiteral("budget"), Words::tr("Budget"), budget,
                    Words::tr("At the budget, calls are refused until the next period."),
                    [this] { return budgetFault(); });
    m_form.addField(QStringLiteral("limits.requests_per_minute"), Words::tr("Requests a minute"), m_requests);
    m_form.addField(QStringLiteral("limits.tokens_per_minute"), Words::tr("Tokens a minute"), m_tokens);
    m_form.addField(QStringLiteral("limits.concurrent"), Words::tr("Calls at once"), m_concurrent);
}

QString AppFields::modelsFault() const {
    for (const auto& name : listOf(m_models->text())) {
        if (name.contains(u'*') && name.indexOf(u'*') != name.size() - 1)
            return Words::tr("The * of “%1” may stand at the end only.").arg(name);
    }
    return {};
}

QString AppFields::budgetFault() const {
    static const QRegularExpression dollars(QStringLiteral("^[0-9]{1,7}([.,][0-9]{1,12})?$"));
    const auto text = m_usd->text().trimmed();
    if (text.isEmpty() || dollars.match(text).hasMatch())
        return {};
    return Words::tr("Enter an amount such as 25 or 0.50, or nothing for no budget.");
}

void AppFields::show(const QJsonObject& app) {
    QStringList models;
    for (const auto& model : app.value(QLatin1String("models")).toArray())
        models.append(model.toString());
    m_models->setText(models.join(QStringLiteral(", ")));
    const auto budget = app.value(QLatin1String("budget")).toObject();
    const auto usd = budget.value(QLatin1String("usd"));
    m_usd->setText(usd.isString() ? usd.toString() : usd.isDouble() ? QString::number(usd.toDouble()) : QString());
    m_period->setCurrentIndex(std::max(0, m_period->findData(budget.value(QLatin1String("period")).toString())));
    const auto limits = app.value(QLatin1String("limits")).toObject();
    m_requests->setValue(limits.value(QLatin1String("requests_per_minute")).toInt());
    m_tokens->setValue(limits.value(QLatin1String("tokens_per_minute")).toInt());
    m_concurrent->setValue(limits.value(QLatin1String("concurrent")).toInt());
}

QJsonObject AppFields::applyTo(QJsonObject app) const {
    app.insert(QLatin1String("models"), QJsonArray::fromStringList(listOf(m_models->text())));
    const auto usd = m_usd->text().trimmed().replace(u',', u'.');
    if (usd.isEmpty())
        app.remove(QLatin1String("budget"));
    else
        app.insert(
            QLatin1String("budget"),
            QJsonObject{{QStringLiteral("usd"), usd}, {QStringLiteral("period"), m_period->currentData().toString()}});
    // The other limits stay: they are set on the page of limits.
    auto limits = app.value(QLatin1String("limits")).toObject();
    limits.insert(QLatin1String("requests_per_minute"), m_requests->value());
    limits.insert(QLatin1String("tokens_per_minute"), m_tokens->value());
    limits.insert(QLatin1String("concurrent"), m_concurrent->value());
    app.insert(QLatin1String("limits"), limits);
    return app;
}

void AppFields::setVisible(bool visible) {
    for (const auto* name : fields)
        m_form.setFieldVisible(QLatin1String(name), visible);
}

} // namespace gatehouse::ui
