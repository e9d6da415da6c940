// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QLocale>
#include <QString>

// Rules of routes in words.
namespace gatehouse::ui {

// "the team is research and more than 8,000 tokens come in"; of a rule without conditions "always".
QString conditionWords(const QLocale& locale, const QJsonObject& when);
// "If the team is research: big, small." "Always: as the route other says."
QString ruleSentence(const QLocale& locale, const QJsonObject& rule);
QString dayName(const QLocale& locale, const QString& day); // of "mon"; "Mon"

} // namespace gatehouse::ui
