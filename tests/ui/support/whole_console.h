// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gatehouse/views.h"
#include "tests/ui/support/test_console.h"
#include "ui/shell/main_window.h"

namespace gatehouse::ui {

// The window with every view that the program has.
struct WholeConsole : TestConsole {
    WholeConsole() : entries(app::makeViews(console)), window(console, entries) { toast->attachTo(&window); }

    std::vector<ViewEntry> entries;
    MainWindow window;
};

} // namespace gatehouse::ui
