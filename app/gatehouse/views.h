// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/main_window.h"
#include "ui/widgets/console.h"

#include <vector>

namespace gatehouse::app {

// The pages of the window, in the order of its navigation. The console lives as long as they do.
std::vector<ui::ViewEntry> makeViews(ui::Console& console);

} // namespace gatehouse::app
