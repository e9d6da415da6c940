// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/translation.h"

#include <string>
#include <string_view>

// What fields are called in Cohere's Chat API, version 2: for losses.
namespace gatehouse::dialects::cohere {

// Where the model has a part that is no element of "content".
constexpr int atToolPlan = -2;
constexpr int atDocuments = -3; // of the top level

std::string_view fieldName(Field field);
std::string pathOf(const Message& message, const Part& part);

} // namespace gatehouse::dialects::cohere
