// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/desk.h"

namespace gatehouse::app {

// Tries routes of the running engine in every client dialect and prints a table of dialects and features for each; the
// command "conform". Answers the exit code: exitFailed where a cell failed or a run was stopped.
int conform(Desk& desk, const Options& options);

} // namespace gatehouse::app
