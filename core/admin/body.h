// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"

#include <boost/json/value.hpp>
#include <string_view>

namespace gatehouse::admin {

// A JSON body: as contract::parseJson(), and without NUL in any text or name.
Outcome<boost::json::value> parseBody(std::string_view text);

} // namespace gatehouse::admin
