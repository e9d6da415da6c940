// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/options.h"

namespace gatehouse::app {

// gatehoused serve: runs until SIGTERM or SIGINT. Needs a QCoreApplication. Answers the exit code.
int serve(const Options& options);

} // namespace gatehouse::app
