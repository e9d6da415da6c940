// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/chart_data.h"

#include <QString>
#include <QStringList>

// What can be charted and what it can be split by.
namespace gatehouse::ui {

enum class Measure { Latency, FirstByte, Errors, Spend, PretendSpend, Tokens, Calls };
inline constexpr int measureCount = 7;
enum class GroupBy { Nothing, Provider, Model, Key, Team, App, Route, Status, Api, Prompt };
inline constexpr int groupByCount = 10;

QString nameOf(Measure measure);
QString wordOf(Measure measure);  // in settings
QString nameOf(GroupBy group);    // "By provider"
QString headingOf(GroupBy group); // "Provider"
QString wordOf(GroupBy group);    // in the admin API; empty: nothing

// Quantiles cannot be added up: no bars, and "Other" has to be asked for.
bool isQuantile(Measure measure);
ChartFormat formatOf(Measure measure);
// Short enough for a cell of the week's map.
ChartFormat shortFormatOf(Measure measure);

// Of the log's filter: what keeps the calls of a group. Empty where there is none, such as calls of no provider.
QString termOf(const QString& dimension, const QString& value, bool excluded = false);
// How a group is called where its name is not known: "None", "500".
QString groupText(const QString& dimension, const QString& value);

} // namespace gatehouse::ui
