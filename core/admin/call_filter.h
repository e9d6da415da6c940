// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/filter.h"

namespace gatehouse::admin {

// What is wrong with the parameter q, as an error of the API.
Error filterError(contract::FilterError&& wrong);

} // namespace gatehouse::admin
