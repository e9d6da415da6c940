// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/traffic/traffic_row.h"

#include <QJsonObject>
#include <QLocale>
#include <QStringList>

// What goes on at a target, in words.
namespace gatehouse::ui {

QString circuitText(const TrafficRow& row); // "Closed", "Open", "Half open"
QString circuitIcon(const TrafficRow& row);
Theme::Tone circuitTone(const TrafficRow& row);
QString healthText(const TrafficRow& row);
QString healthIcon(const TrafficRow& row);
Theme::Tone healthTone(const TrafficRow& row);
QString learnedText(const QLocale& locale, const LearnedLimit& limit); // "120 of 500 requests left"

// The parts of the details. "provider" is its configuration, for its thresholds.
QStringList circuitLines(const QLocale& locale, const TrafficRow& row, const QJsonObject& provider);
QStringList queueLines(const QLocale& locale, const TrafficRow& row);
QStringList learnedLines(const QLocale& locale, const TrafficRow& row);
QStringList healthLines(const QLocale& locale, const TrafficRow& row);

} // namespace gatehouse::ui
