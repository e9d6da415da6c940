// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <QStringList>

// What budgets and limits belong to, in words.
namespace gatehouse::ui {

// "organisation", "team", "app", "key", "model", "route", "provider", "tag", "user": as the admin API names them.
QString scopeKindText(const QString& scope);                  // "Team"
QString scopeText(const QString& scope, const QString& name); // "Team research", "Organisation"
// The collection of the admin API in which objects of that scope stand ("/teams"); empty: none.
QString collectionOf(const QString& scope);

QStringList periods();                     // "month", "week", "day", "total"
QString periodName(const QString& period); // "Month"
// "In 5 h", "In 3 days", then a date; "Never" where there is none.
QString startsAnewText(const QLocale& locale, const QDateTime& moment, const QDateTime& now);

} // namespace gatehouse::ui
