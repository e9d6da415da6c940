// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/options.h"

namespace gatehouse::app {

// Every command but serve. Where an engine runs in the data folder it goes through its admin API, else it opens the
// store itself. Needs a QCoreApplication. Answers the exit code.
int runCommand(const Options& options);

} // namespace gatehouse::app
