// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/answer.h"
#include "core/admin/parameter.h"
#include "core/admin/request.h"

#include <boost/json/object.hpp>
#include <vector>

namespace gatehouse::admin {

// A prompt as lists have it: without what its versions and tests hold.
boost::json::object promptSummary(const boost::json::object& prompt);

// GET /prompts: those that the caller may see, as summaries. "filters" as in makePage().
Answer listPrompts(const std::vector<Parameter>& filters, AdminDependencies& with, const Request& request);

} // namespace gatehouse::admin
