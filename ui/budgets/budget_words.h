// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/budgets/budget_book.h"
#include "ui/theme/theme.h"

#include <QLocale>
#include <QString>

// A budget in words.
namespace gatehouse::ui {

QString actionText(const BudgetRow& row); // "Block", "Warn", "Switch to cheap"
QString actionIcon(const BudgetRow& row);
Theme::Tone actionTone(const BudgetRow& row);
QString usedText(const QLocale& locale, const BudgetRow& row);     // "$82.10 of $100.00 · 82 %"
QString forecastText(const QLocale& locale, const BudgetRow& row); // "$104.00 · over"
QString alertsText(const QLocale& locale, const BudgetRow& row);   // "50, 80, 100 %"
QString placeText(const BudgetRow& row);                           // "Budget monthly", "Team research"
// Everything about it, for a tool tip and a screen reader.
QString budgetSentence(const QLocale& locale, const BudgetRow& row);

} // namespace gatehouse::ui
