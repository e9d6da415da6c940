// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QString>
#include <vector>

// Where the labels of an axis stand.
namespace gatehouse::ui {

struct ValueScale {
    double top = 1;
    double step = 1;
};
// Round steps up to a little above the highest value. whole: no step below 1.
ValueScale valueScale(double highest, bool whole);

struct TimeTick {
    qint64 at = 0; // ms since 1970
    QString text;
    bool day = false; // a day, or more, begins
};
// Round times of the computer's zone between two moments, about "most" of them.
std::vector<TimeTick> timeTicks(qint64 from, qint64 to, int most, const QLocale& locale);

// "21 Nov 14:00 – 14:15", with the year where it is not this one.
QString stretchText(qint64 from, qint64 to, const QLocale& locale);
// "Europe/Berlin, UTC+01:00"
QString zoneText();

} // namespace gatehouse::ui
