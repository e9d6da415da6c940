// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLocale>
#include <QString>

// Published APIs, plans and subscriptions in words.
namespace gatehouse::ui {

// How a state looks beside its words.
struct StateLook {
    QString text; // "Published"
    QString icon;
    Theme::Tone tone = Theme::Tone::Secondary;
};

StateLook apiStateLook(const QString& state);          // "designed", "in_review", "published" …
StateLook subscriptionStateLook(const QString& state); // "pending", "approved" …
QString apiKindText(const QString& kind);              // "Prompt", "REST service"
QString accessText(const QString& access);             // "With a subscription"
QString answerText(const QString& answer);             // "Text", "Checked JSON", "OpenAI dialect"

// What people call an object: its title, else its id.
QString titleOf(const QJsonObject& object);
// A member as text, "" where it is none.
QString memberText(const QJsonObject& object, const char* name);
QDateTime memberMoment(const QJsonObject& object, const char* name);

// "10 requests a minute · $10 a month": what a plan allows, in short. Empty: it holds nothing back.
QString planText(const QLocale& locale, const QJsonObject& plan);
QString priceText(const QLocale& locale, const QJsonObject& plan); // "$10 a month + $0.001 a call"; "Free"

// How long ago: "5 min", "3 h", "2 days".
QString ageText(const QDateTime& moment, const QDateTime& now);
QString dayText(const QLocale& locale, const QDateTime& moment); // a date, "–" where there is none

} // namespace gatehouse::ui
