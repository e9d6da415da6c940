// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

namespace gatehouse::admin {

// Documents of published APIs, and the experiments between versions of their prompts.
void addExperimentOperations(Operations& out);

} // namespace gatehouse::admin
