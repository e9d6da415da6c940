// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/jobs/job.h"

#include <boost/json/object.hpp>
#include <string>

namespace gatehouse::pipeline {

// A job as its owner sees it: state, times, and once it is over its answer or why there is none. An answer that is JSON
// stands in it as JSON.
boost::json::object jobDocument(const jobs::Job& job, const std::string& location);

} // namespace gatehouse::pipeline
