// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui {

// A field's name without what dialects write differently: case, "_" and "-".
QString plainName(const QString& name);
// What the field means in the dialects' vocabulary: "stop", "stop_sequences" and "stopSequences" are one. The plain
// name where it has no other names.
QString meaningOf(const QString& name);

} // namespace gatehouse::ui
