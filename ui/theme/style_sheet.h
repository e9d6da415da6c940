// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QString>

namespace gatehouse::ui {

// What Fusion and a palette cannot say. Widgets choose a form by a dynamic property: role="card", "primary", "quiet",
// "title", "caption" …
QString styleSheetOf(const Tokens& tokens);

} // namespace gatehouse::ui
