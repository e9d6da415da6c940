// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/request_scan.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects::nvidia {

// NIM's retrieval models refuse embeddings without "input_type" ("query" or "passage"), which OpenAI's clients do not
// know. What puts it into a body that lacks it; "client" is the request as the client wrote it, whose word for
// documents (Cohere's input_type, Gemini's taskType) decides, else it is a query. Nothing where the body has one.
std::optional<Edit> missingInputType(std::string_view body, std::string_view client);

} // namespace gatehouse::dialects::nvidia
