// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::app {

// What only the start needed goes back to the system: memory that is free again, and the pages of code that read the
// configuration, the prices and the store. The system keeps those in its cache, so code that runs again is there at
// once.
void giveBackStartMemory();

} // namespace gatehouse::app
