// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/own_gateway.h"
#include "ui/shell/main_window.h"
#include "ui/widgets/console.h"

#include <vector>

namespace gatehouse::app {

// The pages of the window, in the order of its navigation. The console lives as long as they do.
// own: the console's own gateway, for its settings; null where it has none.
std::vector<ui::ViewEntry> makeViews(ui::Console& console, ui::OwnGateway* own = nullptr);

} // namespace gatehouse::app
