// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QLocale>
#include <QString>

// A version of an API in words.
namespace gatehouse::ui {

QString servesText(const QJsonObject& definition);   // "sentiment@production", "gpt-4o-mini, o3", "2 upstreams"
QJsonObject liveRelease(const QJsonObject& version); // empty: none
QString releaseText(const QJsonObject& version);     // "2 of 3"
QString releasedText(const QLocale& locale, const QJsonObject& version); // "20/11/2026 14:02, ada"

} // namespace gatehouse::ui
