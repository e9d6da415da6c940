// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/analytics/measure.h"

#include <QJsonObject>
#include <QString>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// How the view is set: what a saved report keeps.
struct Report {
    QString name;
    Measure measure = Measure::Latency;
    GroupBy group = GroupBy::Nothing;
    ChartKind kind = ChartKind::Lines;
    int percentile = 95; // of grouped quantiles: 50, 95 or 99
    QString step;        // "15m"; empty: by the stretch of time
    bool compare = false;
    QString filter;
    QString range; // TimeRange::saved()
};

QJsonObject toJson(const Report& report);
std::optional<Report> reportFrom(const QJsonObject& json); // what is not known is left at its default

// Of this person, in the settings; by name.
QVector<Report> savedReports();
void saveReport(const Report& report); // in the place of one with that name
void removeReport(const QString& name);

} // namespace gatehouse::ui
