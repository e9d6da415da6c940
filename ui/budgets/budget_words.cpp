// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budget_words.h"

#include "ui/models/format.h"
#include "ui/models/scope_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Budgets)
};

QString percent(const QLocale& locale, double share) {
    return Words::tr("%1 %", "a share").arg(locale.toString(static_cast<int>(share * 100)));
}

} // namespace

QString actionText(const BudgetRow& row) {
    if (row.action == QLatin1String("warn"))
        return Words::tr("Warn");
    if (row.action == QLatin1String("switch"))
        return row.switchTo.isEmpty() ? Words::tr("Switch") : Words::tr("Switch to %1").arg(row.switchTo);
    return Words::tr("Block");
}

QString actionIcon(const BudgetRow& row) {
    if (row.action == QLatin1String("warn"))
        return QStringLiteral("bell");
    return row.action == QLatin1String("switch") ? QStringLiteral("arrows-exchange") : QStringLiteral("hand-stop");
}

Theme::Tone actionTone(const BudgetRow& row) {
    if (!row.known || row.share() < 1)
        return Theme::Tone::Secondary;
    return row.action == QLatin1String("block") ? Theme::Tone::Error : Theme::Tone::Warning;
}

QString usedText(const QLocale& locale, const BudgetRow& row) {
    if (!row.enabled)
        return Words::tr("Off · %1", "an amount of dollars").arg(moneyText(locale, row.set));
    if (!row.known)
        return Words::tr("– of %1", "an amount of dollars").arg(moneyText(locale, row.limit));
    return Words::tr("%1 of %2 · %3", "spent, limit, share")
        .arg(moneyText(locale, row.spent), moneyText(locale, row.limit), percent(locale, row.share()));
}

QString forecastText(const QLocale& locale, const BudgetRow& row) {
    if (!row.known || row.forecast.isEmpty())
        return QStringLiteral("–");
    const auto money = moneyText(locale, row.forecast);
    return row.expected() > 1 ? Words::tr("%1 · over", "a forecast beyond the budget").arg(money) : money;
}

QString alertsText(const QLocale& locale, const BudgetRow& row) {
    if (row.alerts.isEmpty())
        return Words::tr("None");
    QStringList marks;
    for (const int alert : row.alerts)
        marks.append(locale.toString(alert));
    return Words::tr("%1 %", "a share").arg(marks.join(QStringLiteral(", ")));
}

QString placeText(const BudgetRow& row) {
    if (row.place == BudgetRow::Place::Owner)
        return scopeText(row.scope, row.name);
    return Words::tr("Budget %1").arg(row.object.value(QLatin1String("id")).toString());
}

QString budgetSentence(const QLocale& locale, const BudgetRow& row) {
    QStringList lines{
        Words::tr("%1: %2", "whose budget, how much of it").arg(scopeText(row.scope, row.name), usedText(locale, row))};
    if (row.known && row.reserved.toDouble() > 0)
        lines.append(Words::tr("Running calls have reserved %1.").arg(moneyText(locale, row.reserved)));
    if (row.known && !row.forecast.isEmpty())
        lines.append(
            Words::tr("At this pace %1 will be spent when the period ends.").arg(moneyText(locale, row.forecast)));
    if (row.resets.isValid())
        lines.append(
            Words::tr("It starts anew %1.").arg(locale.toString(row.resets.toLocalTime(), QLocale::ShortFormat)));
    if (row.raised.isValid())
        lines.append(
            Words::tr("Raised from %1 until %2.")
                .arg(moneyText(locale, row.set), locale.toString(row.raised.toLocalTime(), QLocale::ShortFormat)));
    lines.append(Words::tr("At the limit: %1. Alerts at %2.").arg(actionText(row), alertsText(locale, row)));
    return lines.join(u'\n');
}

} // namespace gatehouse::ui
