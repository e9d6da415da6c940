// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/analytics/report.h"
#include "ui/models/stats_answer.h"
#include "ui/widgets/chart_data.h"

#include <QHash>

// From the gateway's sums to what a chart draws.
namespace gatehouse::ui {

// All that the view asks for, so that chart, table and CSV come from one answer.
const QStringList& analyticsMetrics();
// What the chart alone needs: of a stretch with very many points nothing else is asked for.
QStringList chartMetrics(const Report& report);
// What the question is split by: errors that are not grouped are split by their class.
QStringList groupWordsOf(const Report& report);

struct ChartSources {
    const StatsAnswer* now = nullptr;    // split as groupWordsOf() says
    const StatsAnswer* before = nullptr; // of the stretch before, split alike; may be missing
    const StatsAnswer* rest = nullptr;   // of all but the first six groups, not split; quantiles only
    QHash<QString, QString> names;       // of keys, by id
};

ChartData makeChart(const Report& report, const ChartSources& sources);
ChartData makeWeek(const Report& report, const StatsAnswer& hours); // of steps of an hour, not split
// Series that are drawn by themselves; the rest is "Other".
int drawnGroups(const Report& report, const StatsAnswer& answer);
// Of GET /stats: what excludes the drawn groups; empty where a filter cannot say it.
QString restFilter(const Report& report, const StatsAnswer& answer);
QString groupName(const QString& dimension, const QString& value, const QHash<QString, QString>& names);

} // namespace gatehouse::ui
