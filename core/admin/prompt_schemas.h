// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>

namespace gatehouse::admin {

// Of the operations on prompts and their test runs; "out" holds the resources' schemas already.
void addPromptSchemas(boost::json::object& out);

} // namespace gatehouse::admin
