// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QApplication>

namespace gatehouse::ui {

// What main makes for the views, for a test: one console before one gateway.
struct TestConsole {
    TestConsole() : theme(*qobject_cast<QApplication*>(QCoreApplication::instance())), toast(new Toast(theme)) {}

    Theme theme;
    GatewayClient client;
    ChangeDesk changes{client};
    TimeRange range;
    ConsoleKey key{client};
    Toast* toast; // the window's, once it is attached to one
    Console console{theme, client, changes, range, *toast, key};
};

} // namespace gatehouse::ui
