// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace gatehouse::ui {

// A change as the admin API tells it ({action, kind, id, …}): "Provider openai changed".
QString changeText(const QJsonObject& change);
// Of several: the first, and how many more.
QString changesText(const QJsonArray& changes);
// RFC 3339 to the person's own date and time.
QString momentText(const QString& moment);

} // namespace gatehouse::ui
