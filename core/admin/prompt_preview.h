// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/answer.h"
#include "core/admin/request.h"

namespace gatehouse::admin {

// POST /prompts/render: what a version or a draft makes of values. Sends nothing; any thread.
Answer previewPrompt(AdminDependencies& with, const Request& request);

} // namespace gatehouse::admin
