// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/team_dialog.h"

#include "ui/models/scope_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {

TeamDialog::TeamDialog(Console& console, const TeamBook& book, QWidget* parent)
    : FormDialog(console.theme, tr("Add team"), tr("Add team"), parent), m_console(console), m_book(book),
      m_id(new QLineEdit), m_usd(new QLineEdit), m_period(new QComboBox) {
    setObjectName(QStringLiteral("teamDialog"));
    form().addField(QStringLiteral("id"), tr("Name"), m_id, tr("Such as research."), [this] { return idFault(); });
    auto* budget = new QWidget;
    auto* row = new QHBoxLayout(budget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_usd->setObjectName(QStringLiteral("teamDollars"));
    m_usd->setPlaceholderText(tr("No budget"));
    m_usd->setAccessibleName(tr("Budget in dollars"));
    m_period->setObjectName(QStringLiteral("teamPeriod"));
    m_period->setAccessibleName(tr("Period of the budget"));
    for (const auto& period : periods())
        m_period->addItem(periodName(period), period);
    row->addWidget(m_usd, 1);
    row->addWidget(m_period);
    budget->setFocusProxy(m_usd);
    form().addField(QStringLiteral("budget"), tr("Budget"), budget, tr("In dollars. Every call of the team counts."),
                    [this] {
                        static const QRegularExpression right(QStringLiteral("^([0-9]{1,7}([.,][0-9]{1,12})?)?$"));
                        return right.match(m_usd->text().trimmed()).hasMatch()
                                   ? QString()
                                   : tr("Enter an amount such as 25 or 0.50, or nothing.");
                    });
    setSave([this] { save(); });
    m_id->setFocus();
}

QString TeamDialog::idFault() const {
    static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
    const auto id = m_id->text().trimmed();
    if (!right.match(id).hasMatch())
        return tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    return m_book.find(id) != nullptr ? tr("There is a team of that name already.") : QString();
}

void TeamDialog::save() {
    const auto id = m_id->text().trimmed();
    Change change;
    change.path = QStringLiteral("/teams");
    change.title = tr("Add team %1").arg(id);
    change.after = {{QStringLiteral("id"), id}};
    if (const auto usd = m_usd->text().trimmed().replace(u',', u'.'); !usd.isEmpty())
        change.after.insert(
            QStringLiteral("budget"),
            QJsonObject{{QStringLiteral("usd"), usd}, {QStringLiteral("period"), m_period->currentData().toString()}});
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
