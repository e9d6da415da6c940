// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace gatehouse::app {

// gatehouse key-helper NAME: prints the gateway key that the person's key chain holds under NAME (service
// "gatehouse-keys") to standard output, and nothing else: for clients that run a command to get a key. No window, no
// gateway; waits at most half a minute for a key chain that asks its owner.
//
// The exit code: 0 printed; 1 the key chain failed, or the entry is no key; 2 wrong usage; 3 there is no such entry;
// 4 there is no key chain, or it stays locked. Nothing where the command line asks for something else.
std::optional<int> runKeyHelper(int count, char** words);

} // namespace gatehouse::app
