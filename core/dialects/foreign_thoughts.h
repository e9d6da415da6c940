// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

#include <string_view>

namespace gatehouse::dialects {

// Whether a chat's body may hold thoughts that another vendor's model had in an earlier turn, in the wrapping by which
// this gateway gave them to the client: their vendor's signature would be refused by this one. True now and then for a
// body without any; found quickly.
bool mayHoldForeignThoughts(Dialect dialect, std::string_view body);

} // namespace gatehouse::dialects
