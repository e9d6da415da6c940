// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"

#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// The dialect in which an API answers: OpenAI's for text and JSON, which are made of it.
dialects::Dialect dialectOfAnswer(std::string_view answer);

// The stages get the rendered chat (OpenAI's) as a request of the API's dialect. Errors: Invalid, where the prompt says
// what that dialect cannot.
Result<void> encapsulate(ApiExchange& exchange, Call& call, std::string_view answer, std::string body, bool stream);

} // namespace gatehouse::pipeline
