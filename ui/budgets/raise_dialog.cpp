// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budget_dialogs.h"
#include "ui/budgets/budget_words.h"
#include "ui/models/format.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace gatehouse::ui {
namespace {

constexpr qint64 hour = 3'600;
constexpr double usualRaise = 1.5;

} // namespace

RaiseDialog::RaiseDialog(Console& console, const BudgetRow& row, QWidget* parent)
    : FormDialog(console.theme, tr("Raise the budget of %1 for a while").arg(scopeText(row.scope, row.name)),
                 tr("Raise"), parent),
      m_console(console), m_row(row), m_usd(new QLineEdit), m_until(new QComboBox) {
    setObjectName(QStringLiteral("raiseDialog"));
    const QLocale locale;
    auto* standing = new QLabel(budgetSentence(locale, row));
    standing->setTextFormat(Qt::PlainText);
    standing->setWordWrap(true);
    standing->setProperty("role", QStringLiteral("impact"));
    form().addWide(standing);
    const double proposed = std::max(row.set.toDouble(), row.spent.toDouble()) * usualRaise;
    m_usd->setText(QString::number(proposed, 'f', proposed < 1 ? 4 : 2));
    form().addField(QStringLiteral("raise.usd"), tr("Dollars until then"), m_usd,
                    tr("In place of %1, not on top of it.").arg(moneyText(locale, row.set)),
                    [this] { return amountFault(); });
    const auto now = QDateTime::currentDateTimeUtc();
    m_until->addItem(tr("For an hour"), now.addSecs(hour));
    m_until->addItem(tr("For a day"), now.addDays(1));
    m_until->addItem(tr("For a week"), now.addDays(7));
    if (row.resets.isValid())
        m_until->addItem(tr("Until the period ends"), row.resets);
    if (row.object.contains(QLatin1String("raise")))
        m_until->addItem(tr("No longer: end the raise now"), QDateTime());
    m_until->setCurrentIndex(1);
    form().addField(QStringLiteral("raise.until"), tr("How long"), m_until,
                    tr("The amount that is set counts again afterwards, by itself."));
    setSave([this] { save(); });
    m_usd->setFocus();
}

QString RaiseDialog::amountFault() const {
    if (!m_until->currentData().toDateTime().isValid())
        return {};
    const auto dollars = dollarsIn(m_usd->text());
    if (dollars.isEmpty())
        return tr("Enter an amount such as 25 or 0.50.");
    return dollars.toDouble() <= m_row.set.toDouble() ? tr("It must be more than what is set.") : QString();
}

void RaiseDialog::save() {
    Change change;
    change.path = m_row.path;
    change.before = m_row.object;
    change.after = m_row.object;
    const auto until = m_until->currentData().toDateTime();
    if (until.isValid()) {
        change.title = tr("Raise the budget of %1").arg(scopeText(m_row.scope, m_row.name));
        change.after.insert(QLatin1String("raise"),
                            QJsonObject{{QStringLiteral("usd"), dollarsIn(m_usd->text())},
                                        {QStringLiteral("until"), until.toUTC().toString(Qt::ISODate)}});
    } else {
        change.title = tr("End the raise of the budget of %1").arg(scopeText(m_row.scope, m_row.name));
        change.after.remove(QLatin1String("raise"));
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
