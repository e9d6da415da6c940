// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QLocale>
#include <QString>

// Prices in words. A price is as the admin API shows it, or null where it is unknown.
namespace gatehouse::ui {

bool isKnownPrice(const QJsonValue& price);
// "$0.15 in, $0.60 out"; "unknown".
QString priceText(const QLocale& locale, const QJsonValue& price);
// Each class on a line of its own, with source and date.
QString priceDetails(const QLocale& locale, const QJsonValue& price);
// "price list, 20 Nov 2026"; empty where the price is unknown.
QString priceSource(const QLocale& locale, const QJsonValue& price);
// "openai/gpt-4o"
QString targetName(const QJsonObject& target);

} // namespace gatehouse::ui
