// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::app {

// Variables by which another process of the user could load code into this one are dropped, before any library looks.
void ignoreHostileEnvironment();

// No core files and no memory reading by other processes of the user: this one holds keys.
void forbidMemoryDumps();

} // namespace gatehouse::app
