// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/answer.h"
#include "core/admin/request.h"

namespace gatehouse::admin {

// What people say of a prompt and its versions. They stand in the profile's settings, not in the configuration: a
// comment is no change of it. Control thread.
Answer listComments(AdminDependencies& with, const Request& request);
Answer addComment(AdminDependencies& with, const Request& request);

} // namespace gatehouse::admin
