// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>

// The limits of the admin API, in words.
namespace gatehouse::ui {

// What a limit counts, in the order of the form; with "_per_minute", "_per_hour" and "_per_day" behind it a field.
inline constexpr std::array countedThings{"requests", "tokens", "input_tokens", "output_tokens"};
inline constexpr std::array countedTimes{"minute", "hour", "day"};

QString countedText(const QString& thing); // "Requests"
QString timeText(const QString& time);     // "a minute"
QString limitText(const QString& limit);   // "requests_per_minute" is "Requests a minute"

// What else is set beside limits.
QString restrictionText(const QString& field); // "allow_from" is "Only from"

} // namespace gatehouse::ui
