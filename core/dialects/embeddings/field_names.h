// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::dialects::embeddings {

// What a request for embeddings says, whatever an operation calls it: for losses and errors.
enum class Member { Inputs, Dimensions, Precision, Type, Title, Truncation, User };
std::string_view fieldName(Operation operation, Member member);

// Where an input stands in the client's body: "input[2]", "requests[2].content".
std::string inputPath(Operation operation, std::size_t index, bool several);

} // namespace gatehouse::dialects::embeddings
