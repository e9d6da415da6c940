// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <QString>

namespace gatehouse::ui {

// A field's value for people: texts as they are, lists one entry a line, "–" for what is not there.
QString valueText(const QJsonValue& value);
// A field of the admin API for people: "limits.requests_per_minute" is "Limits › Requests per minute".
QString fieldText(const QString& field);
// "providers" and "openai" to "Provider openai".
QString objectText(const QString& kind, const QString& id);

} // namespace gatehouse::ui
