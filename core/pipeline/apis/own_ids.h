// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// Request ids of calls that the gateway makes by itself, such as those of jobs and of a chain's steps: of a generator
// of their own, so that no client's call has the same. Each thread has its own.
std::string ownRequestId();

// Such an id that sorts behind an earlier one.
std::string ownRequestIdBehind(std::string_view earlier);

} // namespace gatehouse::pipeline
