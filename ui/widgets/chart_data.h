// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>
#include <functional>
#include <limits>
#include <vector>

// What a chart shows. Times are milliseconds since 1970 (UTC); a chart shows them in the computer's time zone.
namespace gatehouse::ui {

inline constexpr double chartGap = std::numeric_limits<double>::quiet_NaN();
inline constexpr int chartColours = 6; // so many series at most, what is left is one more, "Other"

enum class ChartKind {
    Lines,
    Bars,   // stacked
    HourMap // hour of the day × day of the week, of the first series
};

using ChartFormat = std::function<QString(double)>; // of a value, for axis, crosshair and table

struct ChartSeries {
    QString name;
    std::vector<qint64> times;  // starts of steps, rising
    std::vector<double> values; // chartGap: nothing is known of that time
    QString term;               // of the log's filter: what keeps the calls of this series
    bool rest = false;          // "Other": hatched
    bool faded = false;         // of the stretch before
    int tint = 0;               // which of the colours
};

// A moment at which something changed.
struct ChartMark {
    qint64 at = 0;
    QString text;
};

// A height that should not be passed, such as a budget.
struct ChartLimit {
    double value = 0;
    QString text;
};

struct ChartData {
    ChartKind kind = ChartKind::Lines;
    std::vector<ChartSeries> series;
    qint64 from = 0;
    qint64 to = 0;
    qint64 step = 0; // time of a sample; what is further apart has a gap between
    std::vector<ChartMark> marks;
    std::vector<ChartLimit> limits;
    ChartFormat format;
    bool whole = false;  // values are counts: the axis has no half ones
    bool summed = false; // an hour of the map is the sum of its samples, else their median
};

} // namespace gatehouse::ui
