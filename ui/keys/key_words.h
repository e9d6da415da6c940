// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLocale>
#include <QString>

// A key in words.
namespace gatehouse::ui {

enum class KeyState { Active, EndsSoon, Expired, Disabled, Revoked };

KeyState keyStateOf(const QJsonObject& key, const QDateTime& now);
QString keyStateText(KeyState state);
QString keyStateIcon(KeyState state);
Theme::Tone keyStateTone(KeyState state);

// What people call it: its name, else its id.
QString keyNameOf(const QJsonObject& key);
// "gh_a1b2c3d4_…wxyz": what one can know of it.
QString keyTextOf(const QJsonObject& key);

// "2 min ago", "3 h ago", then a date.
QString agoText(const QLocale& locale, const QDateTime& moment, const QDateTime& now);
// "in 5 h", "in 3 days", then a date.
QString untilText(const QLocale& locale, const QDateTime& moment, const QDateTime& now);
// "this month"
QString periodText(const QString& period);

} // namespace gatehouse::ui
