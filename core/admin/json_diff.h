// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace gatehouse::admin {

// What differs between two values, as a list of {"path": JSON pointer, "before", "after"}: null where there is nothing.
// Lists are compared place by place.
boost::json::array differences(const boost::json::value& before, const boost::json::value& after);

} // namespace gatehouse::admin
