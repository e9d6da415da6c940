// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

// What GET /stats said, as columns: quick to draw, exact where it is exported.
namespace gatehouse::ui {

struct StatsColumn {
    std::vector<double> values;    // NaN: not known
    std::vector<QString> decimals; // of money only: exact, empty: not known
};

struct StatsSeries {
    QStringList group;                // a value for each word of groupBy
    std::vector<qint64> times;        // starts of steps, ms since 1970, rising; only those in which there were calls
    std::vector<StatsColumn> columns; // one for each metric
    std::vector<StatsColumn> totals;  // one value each, of the whole time
};

struct StatsAnswer {
    qint64 from = 0;
    qint64 to = 0;
    qint64 step = 0;
    QStringList groupBy;
    QStringList metrics;             // "calls", "latency.p95"
    std::vector<StatsSeries> series; // by calls, most first
    StatsSeries total;

    int columnOf(const QString& metric) const { return static_cast<int>(metrics.indexOf(metric)); } // -1: not asked
    double totalOf(const QString& metric) const;                                                    // NaN: not known
    static double totalOf(const StatsSeries& series, int column);
    bool empty() const { return series.empty(); }
};

bool isMoney(const QString& metric);
// Any thread. nullopt where it is no such answer.
std::optional<StatsAnswer> readStats(const QByteArray& json, const QStringList& groupBy, const QStringList& metrics);
// A line for each step of each series, with the numbers of the answer, none rounded; times in UTC. Cells that a
// spreadsheet would take for a formula are quoted.
QByteArray statsCsv(const StatsAnswer& answer);
QString exactNumber(double value); // as short as it stays the same; empty for NaN

} // namespace gatehouse::ui
