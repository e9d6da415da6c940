// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLocale>
#include <QString>
#include <optional>

// Figures as people read them, in their own locale. "–" stands for what is not known or does not apply.
namespace gatehouse::ui {

QString durationText(const QLocale& locale, std::optional<double> milliseconds); // "312 ms", "1.84 s", "2 min 5 s"
// An exact decimal string of dollars, as the admin API gives it: "$0.0094", "$18.42". Nothing is rounded away below a
// cent: four significant digits stay.
QString moneyText(const QLocale& locale, const QString& dollars);
QString countText(const QLocale& locale, qint64 count);            // "12,480"
QString bytesText(const QLocale& locale, qint64 bytes);            // "1.2 MB"
QString clockText(const QLocale& locale, const QDateTime& moment); // local time with milliseconds: "14:02:11.204"
QString shareText(const QLocale& locale, double share);            // 0.007 is "0.7 %"
QString cacheText(const QString& cache); // "hit", "semantic", "miss" of a call; empty where no cache was asked

} // namespace gatehouse::ui
