// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/desk.h"
#include "app/gatehoused/options.h"
#include "core/contract/document_spec.h"

namespace gatehouse::app {

// Answer the exit code.
int backUp(Desk& desk, const std::string& path);
// Wants nothing to run in the data folder, nor on the store.
int restore(const Options& options, const contract::Document& process);

} // namespace gatehouse::app
