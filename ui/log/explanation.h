// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace gatehouse::ui {

// Why a call went as it did, in plain words: one sentence for each step, in their order. call: as GET /calls/{id} gives
// it.
QStringList explained(const QJsonObject& call);
// A stable word of the record as a person reads it: "rate_limited" is "rate limited".
QString readable(QString code);

} // namespace gatehouse::ui
