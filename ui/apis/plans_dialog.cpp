// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/plans_dialog.h"

#include "ui/models/scope_words.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSpinBox>
#include <QStandardItem>
#include <QUrl>
#include <limits>

namespace gatehouse::ui {
namespace {

QSpinBox* makeLimit(const QString& none) {
    auto* box = new QSpinBox;
    box->setRange(0, std::numeric_limits<int>::max());
    box->setGroupSeparatorShown(true);
    box->setSpecialValueText(none);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    return box;
}

// A decimal as the admin API takes it; empty where the text is none.
QString decimalIn(const QString& text) {
    static const QRegularExpression decimal(QStringLiteral("^[0-9]{1,7}([.,][0-9]{1,12})?$"));
    auto amount = text.trimmed();
    return decimal.match(amount).hasMatch() ? amount.replace(u',', u'.') : QString();
}

QString shownDecimal(const QJsonValue& value) {
    return value.isString() ? value.toString() : value.isDouble() ? QString::number(value.toDouble()) : QString();
}

} // namespace

PlansDialog::PlansDialog(Console& console, QWidget* parent)
    : ObjectsDialog(console,
                    {QStringLiteral("plans"),
                     tr("Plans"),
                     QStringLiteral("coin"),
                     tr("No plans yet. One says what a subscription may use, and what it costs."),
                     tr("Add plan"),
                     {tr("Plan"), tr("Allows"), tr("Price"), tr("Approval"), tr("Ends after")},
                     {130, 0, 190, 110, 90}},
                    parent) {
    begin();
}

QList<QStandardItem*> PlansDialog::rowOf(const QJsonObject& plan) {
    const QLocale locale;
    const auto allows = planText(locale, plan);
    const auto ends = memberText(plan, "expires_after");
    const bool automatic = memberText(plan, "approval") == QLatin1String("automatic");
    return {cellOf(plan.value(QLatin1String("enabled")).toBool(true)
                       ? titleOf(plan)
                       : tr("%1 (off)", "a plan that cannot be asked for").arg(titleOf(plan))),
            cellOf(allows.isEmpty() ? tr("No limit of its own") : allows), cellOf(priceText(locale, plan)),
            cellOf(automatic ? tr("By itself") : tr("By hand")), cellOf(ends.isEmpty() ? tr("Never") : ends)};
}

void PlansDialog::add() {
    (new PlanDialog(m_console, {}, this))->open();
}

void PlansDialog::edit(const QJsonObject& plan) {
    if (!plan.isEmpty())
        (new PlanDialog(m_console, plan, this))->open();
}

QString PlansDialog::deleteText(const QJsonObject&) const {
    return tr("It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come "
              "back from the trash or with Undo.");
}

PlanDialog::PlanDialog(Console& console, const QJsonObject& plan, QWidget* parent)
    : FormDialog(console.theme, plan.isEmpty() ? tr("Add plan") : tr("Edit plan %1").arg(titleOf(plan)),
                 plan.isEmpty() ? tr("Add plan") : tr("Save"), parent),
      m_console(console), m_plan(plan), m_id(new QLineEdit), m_title(new QLineEdit), m_description(new QLineEdit),
      m_approval(new QComboBox), m_requests(makeLimit(tr("No limit"))), m_tokens(makeLimit(tr("No limit"))),
      m_concurrent(makeLimit(tr("No limit"))), m_usd(new QLineEdit), m_period(new QComboBox), m_month(new QLineEdit),
      m_call(new QLineEdit), m_markup(new QLineEdit), m_expires(new QLineEdit),
      m_enabled(new QCheckBox(tr("It can be asked for"))) {
    setObjectName(QStringLiteral("planDialog"));
    makeFields();
    makeLimits();
    makePrice();
    show(plan);
    setSave([this] { save(); });
    (plan.isEmpty() ? m_id : m_title)->setFocus();
}

void PlanDialog::makeFields() {
    form().addField(QStringLiteral("id"), tr("Name"), m_id, {}, [this] { return idFault(); });
    m_id->setEnabled(m_plan.isEmpty());
    form().addField(QStringLiteral("title"), tr("Title"), m_title, tr("What applicants read."));
    form().addField(QStringLiteral("description"), tr("Description"), m_description);
    m_approval->addItem(tr("By hand: a person decides"), QStringLiteral("manual"));
    m_approval->addItem(tr("By itself: at once"), QStringLiteral("automatic"));
    form().addField(QStringLiteral("approval"), tr("Approval"), m_approval);
    form().addField(QStringLiteral("enabled"), tr("Offered"), m_enabled);
}

void PlanDialog::makeLimits() {
    form().addSection(tr("Each subscription"));
    form().addField(QStringLiteral("limits.requests_per_minute"), tr("Requests a minute"), m_requests);
    form().addField(QStringLiteral("limits.tokens_per_minute"), tr("Tokens a minute"), m_tokens);
    form().addField(QStringLiteral("limits.concurrent"), tr("Calls at once"), m_concurrent);
    auto* budget = new QWidget;
    auto* row = new QHBoxLayout(budget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_usd->setObjectName(QStringLiteral("planDollars"));
    m_usd->setPlaceholderText(tr("No budget"));
    m_usd->setAccessibleName(tr("Budget in dollars"));
    m_period->setObjectName(QStringLiteral("planPeriod"));
    m_period->setAccessibleName(tr("Period of the budget"));
    for (const auto& period : periods())
        m_period->addItem(periodName(period), period);
    row->addWidget(m_usd, 1);
    row->addWidget(m_period);
    budget->setFocusProxy(m_usd);
    form().addField(QStringLiteral("budget"), tr("Budget"), budget, tr("In dollars. At its end, calls are refused."),
                    [this] {
                        return m_usd->text().trimmed().isEmpty() || !decimalIn(m_usd->text()).isEmpty()
                                   ? QString()
                                   : tr("Enter an amount such as 25 or 0.50, or nothing.");
                    });
    m_expires->setPlaceholderText(tr("Never"));
    form().addField(QStringLiteral("expires_after"), tr("Ends after"), m_expires, tr("Such as 90d or 12h."), [this] {
        static const QRegularExpression span(QStringLiteral("^([1-9][0-9]{0,5}(d|h|m|s|w))?$"));
        return span.match(m_expires->text().trimmed()).hasMatch() ? QString() : tr("Enter a time such as 90d or 12h.");
    });
}

void PlanDialog::makePrice() {
    form().addSection(tr("Price"));
    const auto field = [this](const char* name, const QString& label, QLineEdit* edit, const QString& hint) {
        edit->setPlaceholderText(QStringLiteral("0"));
        form().addField(QLatin1String(name), label, edit, hint, [edit] {
            return edit->text().trimmed().isEmpty() || !decimalIn(edit->text()).isEmpty()
                       ? QString()
                       : tr("Enter a number such as 10 or 0.001, or nothing.");
        });
    };
    field("price.month", tr("Dollars a month"), m_month, {});
    field("price.call", tr("Dollars a call"), m_call, {});
    field("price.markup", tr("Per cent on top"), m_markup, tr("Of what the providers cost."));
}

void PlanDialog::show(const QJsonObject& plan) {
    m_enabled->setChecked(plan.value(QLatin1String("enabled")).toBool(true));
    m_period->setCurrentIndex(std::max(0, m_period->findData(QStringLiteral("month"))));
    if (plan.isEmpty())
        return;
    m_id->setText(memberText(plan, "id"));
    m_title->setText(memberText(plan, "title"));
    m_description->setText(memberText(plan, "description"));
    m_approval->setCurrentIndex(std::max(0, m_approval->findData(memberText(plan, "approval"))));
    const auto limits = plan.value(QLatin1String("limits")).toObject();
    m_requests->setValue(limits.value(QLatin1String("requests_per_minute")).toInt());
    m_tokens->setValue(limits.value(QLatin1String("tokens_per_minute")).toInt());
    m_concurrent->setValue(limits.value(QLatin1String("concurrent")).toInt());
    const auto budget = plan.value(QLatin1String("budget")).toObject();
    m_usd->setText(shownDecimal(budget.value(QLatin1String("usd"))));
    if (!budget.isEmpty())
        m_period->setCurrentIndex(std::max(0, m_period->findData(memberText(budget, "period"))));
    const auto price = plan.value(QLatin1String("price")).toObject();
    m_month->setText(shownDecimal(price.value(QLatin1String("month"))));
    m_call->setText(shownDecimal(price.value(QLatin1String("call"))));
    m_markup->setText(shownDecimal(price.value(QLatin1String("markup"))));
    m_expires->setText(memberText(plan, "expires_after"));
}

QString PlanDialog::idFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    return right.match(m_id->text().trimmed()).hasMatch()
               ? QString()
               : tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
}

QJsonObject PlanDialog::wanted() const {
    auto plan = m_plan;
    const auto put = [](QJsonObject& in, const char* name, const QString& text) {
        if (text.isEmpty())
            in.remove(QLatin1String(name));
        else
            in.insert(QLatin1String(name), text);
    };
    plan.insert(QLatin1String("id"), m_id->text().trimmed());
    put(plan, "title", m_title->text().trimmed());
    put(plan, "description", m_description->text().trimmed());
    plan.insert(QLatin1String("approval"), m_approval->currentData().toString());
    plan.insert(QLatin1String("enabled"), m_enabled->isChecked());
    auto limits = plan.value(QLatin1String("limits")).toObject();
    limits.insert(QLatin1String("requests_per_minute"), m_requests->value());
    limits.insert(QLatin1String("tokens_per_minute"), m_tokens->value());
    limits.insert(QLatin1String("concurrent"), m_concurrent->value());
    plan.insert(QLatin1String("limits"), limits);
    if (const auto usd = decimalIn(m_usd->text()); usd.isEmpty())
        plan.remove(QLatin1String("budget"));
    else
        plan.insert(
            QLatin1String("budget"),
            QJsonObject{{QStringLiteral("usd"), usd}, {QStringLiteral("period"), m_period->currentData().toString()}});
    auto price = plan.value(QLatin1String("price")).toObject();
    put(price, "month", decimalIn(m_month->text()));
    put(price, "call", decimalIn(m_call->text()));
    put(price, "markup", decimalIn(m_markup->text()));
    if (price.isEmpty())
        plan.remove(QLatin1String("price"));
    else
        plan.insert(QLatin1String("price"), price);
    put(plan, "expires_after", m_expires->text().trimmed());
    return plan;
}

void PlanDialog::save() {
    Change change;
    change.after = wanted();
    change.before = m_plan;
    const auto id = memberText(change.after, "id");
    change.path = m_plan.isEmpty()
                      ? QStringLiteral("/plans")
                      : QString(QStringLiteral("/plans/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    change.title = m_plan.isEmpty() ? tr("Add plan %1").arg(id) : tr("Change plan %1").arg(id);
    if (change.after == change.before) {
        succeeded();
        return;
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
