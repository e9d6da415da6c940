// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/change_desk.h"
#include "ui/client/console_key.h"
#include "ui/client/gateway_client.h"
#include "ui/models/time_range.h"
#include "ui/theme/theme.h"
#include "ui/widgets/toast.h"

namespace gatehouse::ui {

class Shortcuts;

// What every view is given: the look, the door to the gateway, the desk for changes, the range that is shown, and the
// place for a short word to the person. All live as long as the window.
struct Console {
    Theme& theme;
    GatewayClient& client;
    ChangeDesk& changes;
    TimeRange& range;
    Toast& toast;
    ConsoleKey& key; // for calls of models through the gateway's own port
    Shortcuts* shortcuts = nullptr; // null: no window knows about keys, as in a test of one view
};

} // namespace gatehouse::ui
