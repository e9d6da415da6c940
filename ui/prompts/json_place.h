// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace gatehouse::ui {

// Where a field such as "steps[0].input[1].value" stands in a JSON text, as a byte; of what is not there, what is
// around it. -1: the text is no JSON, or no field was named.
int placeOfField(const QByteArray& json, const QString& field);

} // namespace gatehouse::ui
